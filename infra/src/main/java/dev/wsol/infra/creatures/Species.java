package dev.wsol.infra.creatures;

/** The six classes, in the order of their labels. Each has its own colour, pattern and form; turquoise is common to all. */
@SuppressWarnings("ImmutableEnumChecker") // Paint is a record of numbers
enum Species {
    FISH("Fish", Paint.YELLOW, Paint.TURQUOISE, Pattern.STRIPES, Outline.FISH),
    FROG("Frog", Paint.GREEN, Paint.TURQUOISE, Pattern.CHECKER, Outline.FROG),
    BIRD("Bird", Paint.BLUE, Paint.TURQUOISE, Pattern.RINGS, Outline.BIRD),
    STAR("Star", Paint.PURPLE, Paint.TURQUOISE, Pattern.CHECKER, Outline.STAR),
    FLOWER("Flower", Paint.TURQUOISE, Paint.WHITE, Pattern.DOTS, Outline.FLOWER),
    TURTLE("Turtle", Paint.PINK, Paint.TURQUOISE, Pattern.RINGS, Outline.TURTLE);

    final String title;
    final Paint a;
    final Paint b;
    final Pattern pattern;
    final Outline outline;

    Species(String title, Paint a, Paint b, Pattern pattern, Outline outline) {
        this.title = title;
        this.a = a;
        this.b = b;
        this.pattern = pattern;
        this.outline = outline;
    }
}
