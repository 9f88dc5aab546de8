import type { DynamoDBRecord } from "aws-lambda";
import type { Item, Store } from "../../functions/platform/ports/store.ts";

/**
 * A store with a stream, which dynalite lacks: after each creation `onInsert` gets the record that a stream of view
 * KEYS_ONLY, filtered to INSERT, would hand to its function. The save is over by then and does not wait for it.
 */
export function streamingStore(store: Store, onInsert: (record: DynamoDBRecord) => void): Store {
  let sequenceNumber = 0;
  return {
    ...store,
    save: async (item) => {
      const saved = await store.save(item);
      if (item.rev === 0) onInsert(insertRecord(saved, ++sequenceNumber));
      return saved;
    },
  };
}

const insertRecord = ({ pk, sk }: Item, sequenceNumber: number): DynamoDBRecord => ({
  eventID: `local-${sequenceNumber}`,
  eventName: "INSERT",
  eventSource: "aws:dynamodb",
  eventVersion: "1.1",
  awsRegion: "local",
  dynamodb: {
    Keys: { pk: { S: pk }, sk: { S: sk } },
    SequenceNumber: String(sequenceNumber),
    StreamViewType: "KEYS_ONLY",
  },
});
