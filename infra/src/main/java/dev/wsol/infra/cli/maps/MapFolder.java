package dev.wsol.infra.cli.maps;

import dev.wsol.vision.map.MapException;
import dev.wsol.vision.map.Npy;
import dev.wsol.vision.map.ScoreMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** Score maps as files below a folder: {@code a/b.jpg.npy} as the 2020 program writes them, or {@code a/b.npy}. */
record MapFolder(Path folder) {
    private static final String NPY = ".npy";

    /**
     * The map of an image.
     *
     * @param id a checked path below the folder
     * @throws MapException if there is none, or two, or it is not a 2-D float array with values in 0..1
     */
    ScoreMap read(String id) {
        Path file = file(id);
        var npy = Npy.read(file);
        if (npy.type() != Npy.Type.F4 && npy.type() != Npy.Type.F8)
            throw new MapException(file + ": elements are " + npy.type() + "; save float32 or float64");
        int[] shape = npy.shape();
        if (shape.length != 2 || npy.count() == 0)
            throw new MapException(
                    file + ": has shape " + Arrays.toString(shape) + "; a map has two axes, height and width");
        return map(file, shape, npy).checked(file.toString());
    }

    private static ScoreMap map(Path file, int[] shape, Npy npy) {
        try {
            return new ScoreMap(shape[0], shape[1], npy.doubles());
        } catch (MapException e) {
            throw new MapException(file + ": " + e.getMessage(), e);
        }
    }

    private Path file(String id) {
        Path full = folder.resolve(id + NPY);
        Path bare = folder.resolve(withoutExtension(id) + NPY);
        boolean hasFull = Files.isRegularFile(full);
        boolean hasBare = !bare.equals(full) && Files.isRegularFile(bare);
        if (hasFull && hasBare) throw new MapException("there are two maps, " + full + " and " + bare + "; keep one");
        if (!hasFull && !hasBare)
            throw new MapException("there is no map " + full + (bare.equals(full) ? "" : " nor " + bare));
        return hasFull ? full : bare;
    }

    /** Map files that are of none of these images, below the folder, sorted. */
    List<String> strangers(Stream<String> ids) {
        var named = new HashSet<String>();
        ids.forEach(id -> {
            named.add(id + NPY);
            named.add(withoutExtension(id) + NPY);
        });
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(NPY))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !named.contains(name))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new MapException(folder + ": cannot be listed (" + e + ")", e);
        }
    }

    private static String withoutExtension(String id) {
        int dot = id.lastIndexOf('.');
        return dot > id.lastIndexOf('/') + 1 ? id.substring(0, dot) : id;
    }
}
