package dev.wsol.infra.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port of an option; 0 for a free one. */
final class Port implements ITypeConverter<Integer> {
    private static final int HIGHEST = 65_535;

    @Override
    public Integer convert(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= HIGHEST) return port;
        } catch (NumberFormatException e) {
            // told below, like a number that is no port
        }
        throw new TypeConversionException("'" + text + "' is no port; use 1 to " + HIGHEST + ", or 0 for a free one");
    }
}
