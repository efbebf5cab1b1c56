package dev.wsol.infra.creatures;

/** The three disjoint parts of the set. */
enum Split {
    TRAIN(1),
    VALIDATION(2),
    TEST(3);

    /** Part of every image's seed. */
    final int salt;

    Split(int salt) {
        this.salt = salt;
    }
}
