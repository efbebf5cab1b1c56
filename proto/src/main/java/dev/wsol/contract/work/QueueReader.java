package dev.wsol.contract.work;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Takes single records of one queue topic. Used by one thread at a time. A record that was polled is settled with
 * {@link #accept} or {@link #release} before the next poll; one that is not settled comes to some worker again.
 */
interface QueueReader extends AutoCloseable {

    /** One record, if one comes in time. Joins the group first when needed. */
    Optional<ConsumerRecord<String, byte[]>> poll(Duration patience);

    /** The record is done with. False if the broker had already given up on this reader, so it may come again. */
    boolean accept(ConsumerRecord<String, byte[]> record);

    /** Somebody, perhaps this reader, shall get the record again. */
    void release(ConsumerRecord<String, byte[]> record);

    /** Leaves the group, so that records go to others, until the next poll. */
    void rest();

    @Override
    void close();
}
