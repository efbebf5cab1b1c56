package dev.wsol.infra.creatures;

import static dev.wsol.infra.creatures.Canvas.SIZE;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * One image: ground, clutter, strangers, the creature, blades in front, grain. Strangers wear the same forms and patterns
 * in colours of no class, so neither the form nor "the vivid patterned thing" gives the answer away.
 */
final class Scene {
    private static final double PATTERNED = .35;
    private static final double SMALLEST_SHARE = .05;
    private static final double LARGEST_SHARE = .45;
    private static final double NARROWEST = .55;
    private static final double WIDEST = 1.8;
    private static final double MARGIN = 1;

    private final Canvas canvas;
    private final Dice dice;

    /**
     * @param rgb 224 x 224 pixels, interleaved
     * @param box of the creature; blades may hide parts of it
     */
    record Picture(byte[] rgb, TightBox box) {}

    private Scene(Canvas canvas, Dice dice) {
        this.canvas = canvas;
        this.dice = dice;
    }

    static Picture draw(Species species, Dice dice, Canvas canvas) {
        var scene = new Scene(canvas, dice);
        Ground.paint(canvas, dice);
        for (int n = dice.whole(8, 14); n > 0; n--) scene.clutter();
        for (int n = dice.whole(1, 3); n > 0; n--) scene.stranger();
        TightBox box = scene.creature(species);
        for (int n = dice.whole(0, 3); n > 0; n--) scene.blade();
        Ground.grain(canvas, dice);
        return new Picture(canvas.toBytes(), box);
    }

    private void clutter() {
        double x = dice.real(0, SIZE);
        double y = dice.real(0, SIZE);
        Shape shape = form(dice.real(8, 34), dice.real(8, 34));
        canvas.fill(List.of(placed(shape, x, y, dice.real(0, Math.PI))), clutterInk(x, y));
    }

    /** A quarter each, around the origin. */
    private Shape form(double a, double b) {
        return switch (dice.whole(0, 3)) {
            case 0 -> new Ellipse2D.Double(-a, -b, 2 * a, 2 * b);
            case 1 -> new Rectangle2D.Double(-a, -b, 2 * a, 2 * b);
            case 2 -> triangle(1.3 * a, 1.3 * b);
            default -> bar(dice.real(25, 90), dice.real(2, 6));
        };
    }

    private Shape triangle(double a, double b) {
        var path = new Path2D.Double();
        for (int corner = 0; corner < 3; corner++) {
            double angle = dice.real(0, 2 * Math.PI);
            double x = a * Math.cos(angle);
            double y = b * Math.sin(angle);
            if (corner == 0) path.moveTo(x, y);
            else path.lineTo(x, y);
        }
        path.closePath();
        return path;
    }

    private static Shape bar(double halfLength, double width) {
        return new Rectangle2D.Double(-halfLength, -width / 2, 2 * halfLength, width);
    }

    /** Flat shapes may be turquoise, patterned ones never are. */
    private Ink clutterInk(double x, double y) {
        Paint a = Paint.any(dice);
        double grey = dice.real(60, 200);
        boolean muted = dice.chance(.5);
        if (!dice.chance(PATTERNED)) return Ink.flat(worn(a, muted, grey));
        if (a.equals(Paint.TURQUOISE)) a = Paint.RED;
        Paint b = Paint.ofStrangers(dice, a);
        return Ink.patterned(
                dice, Pattern.any(dice), worn(a, muted, grey), worn(b, muted, grey), dice.real(0, Math.PI), x, y);
    }

    private Paint worn(Paint colour, boolean muted, double grey) {
        Paint jittered = colour.jitter(dice);
        return muted ? jittered.muted(grey) : jittered;
    }

    private void stranger() {
        double w = dice.real(40, 120);
        double h = dice.real(40, 120);
        double x = dice.real(-20, 194);
        double y = dice.real(-20, 194);
        Paint a = Paint.ofStrangers(dice, null);
        Paint b = Paint.ofStrangers(dice, a);
        var parts = Outline.any(dice).in(x, y, w, h, dice.chance(.5));
        canvas.fill(
                parts,
                Ink.patterned(
                        dice,
                        Pattern.any(dice),
                        a.jitter(dice),
                        b.jitter(dice),
                        dice.real(0, Math.PI),
                        x + w / 2,
                        y + h / 2));
    }

    private TightBox creature(Species species) {
        double share = dice.real(SMALLEST_SHARE, LARGEST_SHARE);
        double aspect = Math.exp(dice.real(Math.log(NARROWEST), Math.log(WIDEST)));
        double w = SIZE * Math.sqrt(share * aspect); // at most 202: always fits
        double h = SIZE * Math.sqrt(share / aspect);
        double x = dice.real(MARGIN, SIZE - MARGIN - w);
        double y = dice.real(MARGIN, SIZE - MARGIN - h);
        double turn = species.pattern == Pattern.RINGS ? 0 : dice.real(-.5, .5);
        var parts = species.outline.in(x, y, w, h, dice.chance(.5));
        var a = species.a.jitter(dice);
        var b = species.b.jitter(dice);
        return canvas.fill(parts, Ink.patterned(dice, species.pattern, a, b, turn, x + w / 2, y + h / 2));
    }

    private void blade() {
        Shape bar = bar(dice.real(30, 80), dice.real(2, 4));
        double turn = Math.toRadians(dice.real(60, 120));
        Shape placed = placed(bar, dice.real(0, SIZE), dice.real(0, SIZE), turn);
        Paint colour = Paint.any(dice);
        boolean muted = dice.chance(.5);
        canvas.fill(List.of(placed), Ink.flat(worn(colour, muted, dice.real(60, 200))));
    }

    private static Shape placed(Shape shape, double x, double y, double turn) {
        var place = AffineTransform.getTranslateInstance(x, y);
        place.rotate(turn);
        return place.createTransformedShape(shape);
    }
}
