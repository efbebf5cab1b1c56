// Every result there is, then each new one, as JSON: node results.js BOOTSTRAP [HOW_MANY]
const path = require('path');
const { Kafka, logLevel } = require('kafkajs');
const protobuf = require('protobufjs');

const [bootstrap, howMany] = process.argv.slice(2);
const protos = process.env.WSOL_PROTOS || path.join(__dirname, '../../proto/src/main/protobuf');

async function main() {
  const root = new protobuf.Root();
  root.resolvePath = (origin, target) => path.join(protos, target);
  await root.load('wsol/v1/result.proto');
  const EvaluationResult = root.lookupType('wsol.v1.EvaluationResult');

  const kafka = new Kafka({ clientId: 'results-in-node', brokers: [bootstrap], logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: 'results-in-node' }); // reads committed records only
  await consumer.connect();
  await consumer.subscribe({ topic: 'wsol.results', fromBeginning: true });
  let left = howMany ? Number(howMany) : Infinity;
  await consumer.run({
    eachMessage: async ({ message }) => {
      if (left-- <= 0) return;
      console.log(JSON.stringify(EvaluationResult.decode(message.value)));
      if (left === 0) setImmediate(() => consumer.disconnect().then(() => process.exit(0)));
    },
  });
}

main().catch((e) => {
  console.error(e.message);
  process.exit(1);
});
