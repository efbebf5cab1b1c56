package dev.wsol.infra.cli.terminal;

import java.util.List;

/** Progress for a person. Safe to call from any thread, as often as one likes. */
public interface Display extends AutoCloseable {
    /** Something said once. */
    void say(String line);

    /** How far things are now; replaces what was shown before. */
    void show(List<Gauge> gauges);

    /** Nothing more comes to the screen from here: somebody is being asked something. */
    void silence();

    /** Takes moving things off the screen. */
    @Override
    void close();
}
