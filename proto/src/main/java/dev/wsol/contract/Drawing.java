package dev.wsol.contract;

/**
 * Which of the official tool's pictures an evaluation draws: five an image, as its DRAW switch does.
 *
 * @param images how many images of the split, spread evenly; 0 for none
 * @param chosenThreshold draw mask and box at the threshold that the protocol chose, instead of the tool's fixed 0.35
 */
public record Drawing(int images, boolean chosenThreshold) {
    public static final Drawing NONE = new Drawing(0, false);

    public Drawing {
        Need.atLeast("draw", images, 0);
    }
}
