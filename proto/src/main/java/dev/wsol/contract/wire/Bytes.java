package dev.wsol.contract.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.wsol.contract.BadSpec;
import java.util.Optional;
import java.util.function.Function;

/** Parsing that turns every way of being unreadable into {@link BadMessage}. */
final class Bytes {
    private Bytes() {}

    /**
     * @param toDomain answers empty for an arm that this build does not know
     * @throws BadMessage if the bytes do not parse or say something that cannot be
     */
    static <M extends Message, R> Optional<R> read(
            String what, byte[] bytes, Parser<M> parser, Function<M, Optional<R>> toDomain) {
        if (bytes == null) throw new BadMessage("a " + what + " without a value", null);
        try {
            return toDomain.apply(parser.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new BadMessage("no " + what + ": " + e.getMessage(), e);
        } catch (BadSpec e) {
            throw new BadMessage(what + " with an impossible " + e.getMessage(), e);
        }
    }
}
