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

# What is kept of the function's time to say what went wrong. Whoever waits would otherwise hear nothing, and CloudFormation wait on.
LAST_WORDS_SECONDS = 30

# CloudFormation takes 4 KiB of answer, in JSON; the end of what kubectl says is what went wrong.
LONGEST_REASON = 2_000


def on_event(event, context):
    properties = event["ResourceProperties"]
    deadline = time.monotonic() + context.get_remaining_time_in_millis() / 1_000 - LAST_WORDS_SECONDS
    if event["RequestType"] != "Delete":
        with tempfile.TemporaryDirectory() as folder:
            apply(properties, folder, deadline)
    # It names the place in the cluster, so it is the same in every try and whatever is applied there.
    return {"PhysicalResourceId": event.get("PhysicalResourceId") or f"{properties['ClusterName']}/{properties['Part']}"}


def apply(properties, folder, deadline):
    objects, kubeconfig = os.path.join(folder, "objects.json"), os.path.join(folder, "kubeconfig")
    patiently("s3", deadline, lambda: fetch(properties["Bucket"], properties["Key"], objects))
    run(deadline, "aws", "eks", "update-kubeconfig", "--name", properties["ClusterName"], "--kubeconfig", kubeconfig)
    # By force: a field that somebody changed by hand meanwhile becomes what the stack says again.
    options = ["--server-side", "--force-conflicts", "--field-manager", "brokerkit"]
    run(deadline, "kubectl", "apply", "--kubeconfig", kubeconfig, "--cache-dir", folder, *options, "-f", objects)


def fetch(bucket, key, path):
    try:
        boto3.client("s3").download_file(bucket, key, path)
    except Exception as error:  # All that can go wrong on the way is told, or passes.
        return str(error)


def run(deadline, *command):
    patiently(" ".join(command[:2]), deadline, lambda: once(command, deadline))


def once(command, deadline):
    """Runs a command until the deadline at most; the answer is what it said when it failed."""
    try:
        left = max(0, deadline - time.monotonic())
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=left)
    except subprocess.TimeoutExpired as error:
        # What was said until then comes as bytes, whatever was asked for.
        said = error.output or b""
        said = said if isinstance(said, str) else said.decode(errors="replace")
        print(said)
        return f"{said.strip()}\nhad no answer after {error.timeout:.0f} seconds, and was ended"
    print(done.stdout)
    return None if done.returncode == 0 else done.stdout


def patiently(name, deadline, step):
    """Takes a step again while what went wrong, its answer, passes by itself, and there is time for another try."""
    for left in reversed(range(TRIES)):
        wrong = step()
        if wrong is None:
            return
        late = time.monotonic() + PAUSE_SECONDS >= deadline
        if left == 0 or late or not any(word in wrong.lower() for word in PASSING):
            raise RuntimeError(f"{name}: {last_words(wrong.strip())}")
        time.sleep(PAUSE_SECONDS)


def last_words(text):
    words = text[-LONGEST_REASON:]
    while len(json.dumps(words)) > LONGEST_REASON:
        words = words[20:]
    return words
