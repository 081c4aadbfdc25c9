// What the two containers need before the first run: our programs, PerfTest from Maven Central, a login and a payload for the tools.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inContainer, run } from './cluster.mjs';
import { bytes } from './clients.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const perfTestVersion = '2.22.1';

const project = `<project>
  <modelVersion>4.0.0</modelVersion><groupId>bench</groupId><artifactId>bench</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>com.rabbitmq</groupId><artifactId>perf-test</artifactId><version>${perfTestVersion}</version></dependency>
  </dependencies>
</project>`;

/** PerfTest and all that it needs, as one archive. */
function jars() {
  const folder = mkdtempSync(join(tmpdir(), 'brokerkit-perf-test-'));
  try {
    writeFileSync(join(folder, 'pom.xml'), project);
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars'];
    run('mvn', ['--quiet', '--batch-mode', ...copy], { cwd: folder });
    return run('tar', ['-C', folder, '-cf', '-', 'jars']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same user as ours, by the same authority. PerfTest would trust anybody without a store of its own. */
const logins = `
cat > /tmp/kafka.properties << END
security.protocol=$KAFKA_SECURITY_PROTOCOL
sasl.mechanism=$KAFKA_SASL_MECHANISM
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="$KAFKA_SASL_USERNAME" password="$(cat $KAFKA_SASL_PASSWORD_FILE)";
ssl.truststore.type=PEM
ssl.truststore.location=$KAFKA_SSL_CA_FILE
END
rm -f /tmp/trust.p12
keytool -importcert -noprompt -alias ca -file $RABBITMQ_CA_FILE -keystore /tmp/trust.p12 -storetype PKCS12 -storepass changeit
head -c ${bytes} /dev/zero | tr '\\0' x > /tmp/payload
`;

export async function prepare() {
  // All containers share /tmp.
  for (const bundle of ['kafka', 'rabbitmq'])
    await inContainer('ours', `cat > /tmp/${bundle}.cjs`, readFileSync(`${root}dist/programs/${bundle}.cjs`));
  await inContainer('ours', 'tar -C /tmp -xf -', jars());
  await inContainer('tool', logins);
}
