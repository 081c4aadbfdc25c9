"""Applies a file of Kubernetes objects to a cluster of EKS, as `kubectl apply --server-side` does at a desk.

Nothing is ever deleted here: what was applied may hold data. Applying the same file again changes nothing, so that a request that
comes twice, or again after a failure, does no harm. The objects are read from S3 and appear neither in an event nor in a log.
"""

import json
import os
import subprocess
import tempfile
import time

import boto3

# Where the layers put the two tools.
os.environ["PATH"] = "/opt/kubectl:/opt/awscli:" + os.environ.get("PATH", "")

# A cluster that was just made lets a new role in within seconds, and its address may not be known everywhere yet; nor may the right to
# a new file, which S3 then answers with 403.
PASSING = ("(403)", "unauthorized", "must be logged in", "no such host", "connection refused", "i/o timeout", "handshake timeout", "unable to handle the request")
TRIES = 12
PAUSE_SECONDS = float(os.environ.get("PAUSE_SECONDS", "10"))

# CloudFormation takes 4 KiB of answer, in JSON; the end of what kubectl says is what went wrong.
LONGEST_REASON = 2_000


def on_event(event, _context):
    properties = event["ResourceProperties"]
    if event["RequestType"] != "Delete":
        with tempfile.TemporaryDirectory() as folder:
            apply(properties, folder)
    # It names the place in the cluster, so it is the same in every try and whatever is applied there.
    return {"PhysicalResourceId": event.get("PhysicalResourceId") or f"{properties['ClusterName']}/{properties['Part']}"}


def apply(properties, folder):
    objects, kubeconfig = os.path.join(folder, "objects.json"), os.path.join(folder, "kubeconfig")
    patiently("s3", lambda: fetch(properties["Bucket"], properties["Key"], objects))
    run("aws", "eks", "update-kubeconfig", "--name", properties["ClusterName"], "--kubeconfig", kubeconfig)
    # By force: a field that somebody changed by hand meanwhile becomes what the stack says again.
    options = ["--server-side", "--force-conflicts", "--field-manager", "brokerkit"]
    run("kubectl", "apply", "--kubeconfig", kubeconfig, "--cache-dir", folder, *options, "-f", objects)


def fetch(bucket, key, path):
    try:
        boto3.client("s3").download_file(bucket, key, path)
    except Exception as error:  # All that can go wrong on the way is told, or passes.
        return str(error)


def run(*command):
    patiently(" ".join(command[:2]), lambda: once(command))


def once(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(done.stdout)
    return None if done.returncode == 0 else done.stdout


def patiently(name, step):
    """Takes a step again while what went wrong, its answer, passes by itself."""
    for left in reversed(range(TRIES)):
        wrong = step()
        if wrong is None:
            return
        if left == 0 or not any(word in wrong.lower() for word in PASSING):
            raise RuntimeError(f"{name}: {last_words(wrong.strip())}")
        time.sleep(PAUSE_SECONDS)


def last_words(text):
    words = text[-LONGEST_REASON:]
    while len(json.dumps(words)) > LONGEST_REASON:
        words = words[20:]
    return words
