/** The whole system in one process: the local servers and the three real services. Start at {@link LocalStack}. */
package dev.wsol.infra.local.stack;
