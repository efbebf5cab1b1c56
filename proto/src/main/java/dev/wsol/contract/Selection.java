package dev.wsol.contract;

/**
 * Which checkpoint of a run counts as its result. Choosing on test is what the official program does; a number chosen so
 * says so.
 *
 * @param by figure to choose by
 * @param on images to choose on; {@code LAST} takes the last epoch whatever its scores
 */
public record Selection(By by, On on) {
    /** Figures by which checkpoints are told apart; of equals the earlier one stays, as with the official program. */
    public enum By {
        /** Share of images whose box for the labelled class is good, at the one threshold that serves all. */
        GT_KNOWN("gtKnown"),
        /** Share of images whose box is good under the protocol's own choice of class and threshold. */
        MAX_BOX_ACC("maxBoxAcc"),
        /** Share of images whose class and box are both right. */
        TOP1_LOC("top1Loc"),
        /** Share of images whose class is right. */
        TOP1_CLS("top1Cls");

        private final String text;

        By(String text) {
            this.text = text;
        }

        /** As written in recipes. */
        public String text() {
            return text;
        }
    }

    /** Where the figure is measured. */
    public enum On {
        VALIDATION("validation"),
        TEST("test"),
        LAST("last");

        private final String text;

        On(String text) {
            this.text = text;
        }

        /** As written in recipes. */
        public String text() {
            return text;
        }
    }

    /** A good box for the wrong class is no success, and test images are not for choosing. */
    public static final Selection DEFAULT = new Selection(By.TOP1_LOC, On.VALIDATION);

    /** For people and boards: {@code top1Loc on validation}, {@code last epoch}. */
    public String words() {
        return on == On.LAST ? "last epoch" : by.text() + " on " + on.text();
    }
}
