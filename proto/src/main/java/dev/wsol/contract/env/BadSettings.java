package dev.wsol.contract.env;

import java.util.List;

/** Settings that cannot be used: one message with all mistakes, told before any port opens. */
public final class BadSettings extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSettings(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
    }
}
