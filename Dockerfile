# The programs of the kit, for teams with a registry: `npm run build`, then `docker build -t registry.example/brokerkit:0.1 .`
#   docker run --rm registry.example/brokerkit:0.1 kafka producer
# The tag is the one that the ConfigMaps' programs run on.
FROM node:24.21.0-bookworm-slim

COPY dist/programs/*.cjs /opt/brokerkit/

# A number, so that Kubernetes can see that it is not root. Nothing is written: the root may be read-only.
USER 1000

# The first word is the bundle, the second its program, where the bundle looks for it. No shell between it and the stop signal.
ENTRYPOINT ["node", "-e", "require('/opt/brokerkit/' + process.argv[1] + '.cjs')"]
