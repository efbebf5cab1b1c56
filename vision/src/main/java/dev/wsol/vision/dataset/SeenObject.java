package dev.wsol.vision.dataset;

/**
 * One annotated object of a detection data set.
 *
 * @param name of its class
 * @param box null where it names the class but marks no single object
 */
record SeenObject(String name, Box box) {}
