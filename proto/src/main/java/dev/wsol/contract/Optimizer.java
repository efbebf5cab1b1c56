package dev.wsol.contract;

/** The rule that turns gradients into updates; weight decay and learning rate are the recipe's. */
public sealed interface Optimizer {

    /** The official program's own (spec section 6). */
    AdamW OFFICIAL = new AdamW(0.9, 0.999, 1e-8);

    /**
     * Adam with decoupled weight decay: p is multiplied by 1 - rate * decay, then moved.
     *
     * @param beta1 of the running mean of gradients, in [0, 1)
     * @param beta2 of the running mean of their squares, in [0, 1)
     * @param eps added after the bias-corrected root, above 0
     */
    record AdamW(double beta1, double beta2, double eps) implements Optimizer {
        public AdamW {
            Need.between("beta1", beta1, 0, 1);
            Need.between("beta2", beta2, 0, 1);
            Need.positive("eps", eps);
        }
    }

    /**
     * Gradient descent with momentum; weight decay is added to the gradient.
     *
     * @param momentum in [0, 1); 0 for plain descent
     * @param nesterov whether the step looks one momentum ahead; needs momentum
     */
    record Sgd(double momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            Need.between("momentum", momentum, 0, 1);
            if (nesterov && momentum == 0) throw new BadSpec("nesterov", "needs a momentum above 0");
        }
    }
}
