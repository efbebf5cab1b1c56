/** One bridge into DJL's package-private native calls; see {@link ai.djl.pytorch.jni.ScriptCall}. Nothing else belongs here. */
package ai.djl.pytorch.jni;
