package dev.wsol.infra.creatures;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** The forms of the creatures, each the union of ellipses and polygons in a unit box (x right, y down). */
@SuppressWarnings("ImmutableEnumChecker") // the list is a copy, and its shapes are only read
enum Outline {
    BUG(new Parts()
            .ellipse(.5, .58, .40, .42)
            .ellipse(.5, .16, .22, .16)
            .leg(.38)
            .leg(.60)
            .leg(.82)),
    FISH(new Parts()
            .ellipse(.40, .5, .40, .42)
            .polygon(.68, .5, 1, .08, .92, .5, 1, .92)
            .polygon(.3, .2, .45, 0, .6, .25)
            .polygon(.3, .8, .45, 1, .55, .8)),
    FROG(new Parts()
            .ellipse(.5, .6, .40, .36)
            .ellipse(.28, .2, .17, .2)
            .ellipse(.72, .2, .17, .2)
            .ellipse(.12, .84, .12, .15)
            .ellipse(.88, .84, .12, .15)
            .ellipse(.5, .4, .34, .28)),
    BIRD(new Parts()
            .ellipse(.48, .55, .36, .34)
            .ellipse(.2, .22, .18, .2)
            .polygon(.06, .16, 0, .3, .1, .34)
            .polygon(.7, .45, 1, .2, .98, .6, .75, .7)
            .polygon(.42, .8, .40, 1, .46, 1, .5, .8)
            .polygon(.55, .8, .57, 1, .63, 1, .62, .8)),
    STAR(new Parts().star()),
    FLOWER(new Parts().petals().ellipse(.5, .5, .28, .28)),
    SNAIL(new Parts()
            .ellipse(.56, .46, .40, .44)
            .polygon(0, .75, .12, .7, .9, .82, 1, 1, .1, 1)
            .polygon(.04, .8, .06, .3, .12, .3, .16, .8)),
    TURTLE(new Parts()
            .ellipse(.5, .46, .40, .42)
            .ellipse(.92, .5, .12, .16)
            .ellipse(.2, .86, .13, .13)
            .ellipse(.72, .86, .13, .13)
            .polygon(0, .7, .2, .5, .2, .75));

    private static final Outline[] ALL = values();

    private final List<Shape> parts;

    Outline(Parts parts) {
        this.parts = List.copyOf(parts.list);
    }

    static Outline any(Dice dice) {
        return ALL[dice.whole(0, ALL.length - 1)];
    }

    /** The parts laid into a box of the picture, mirrored left to right on request. */
    List<Shape> in(double x, double y, double w, double h, boolean mirrored) {
        var place = mirrored ? new AffineTransform(-w, 0, 0, h, x + w, y) : new AffineTransform(w, 0, 0, h, x, y);
        return parts.stream().map(place::createTransformedShape).toList();
    }

    private static final class Parts {
        private final List<Shape> list = new ArrayList<>();

        Parts ellipse(double cx, double cy, double rx, double ry) {
            list.add(new Ellipse2D.Double(cx - rx, cy - ry, 2 * rx, 2 * ry));
            return this;
        }

        Parts polygon(double... xy) {
            var path = new Path2D.Double();
            path.moveTo(xy[0], xy[1]);
            for (int i = 2; i < xy.length; i += 2) path.lineTo(xy[i], xy[i + 1]);
            path.closePath();
            list.add(path);
            return this;
        }

        /** One pair of legs of the bug, at height k. */
        Parts leg(double k) {
            return polygon(0, k - .06, .5, k - .02, .5, k + .05, 0, k)
                    .polygon(1, k - .06, .5, k - .02, .5, k + .05, 1, k);
        }

        /** Five points, ten corners. */
        Parts star() {
            var xy = new double[20];
            for (int k = 0; k < 10; k++) {
                double angle = Math.toRadians(-90 + 36 * k);
                double radius = k % 2 == 0 ? .54 : .30;
                xy[2 * k] = .5 + radius * Math.cos(angle);
                xy[2 * k + 1] = .53 + radius * Math.sin(angle);
            }
            return polygon(xy);
        }

        Parts petals() {
            for (int k = 0; k < 6; k++) {
                double angle = Math.toRadians(60 * k);
                ellipse(.5 + .28 * Math.cos(angle), .5 + .28 * Math.sin(angle), .22, .22);
            }
            return this;
        }
    }
}
