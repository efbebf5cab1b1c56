# The numeric kernels: TorchScript in its serialized dialect, packed and loaded by Kernels.java. No parameters inside.
# B batch, C classes, D width, T tokens = N + 1, N = g * g patches, K iterations of a calibration layer, alpha = 0.002.
# p is the list of parameters in state-dict order: 0 cls_token, 1 pos_embed, 2-3 patch_embed, 12 per block, norm, head, layers.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # The parameters as the kernels want them: with half, matrices are rounded to bfloat16; with pack, those of linear layers lie as
  # the products want them, for inference only.
  def prepared(self: __torch__.Kernels, p: List[Tensor], matrices: List[bool], half: bool, pack: bool) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(torch.len(p)):
      w = p[i]
      if matrices[i]:
        if half:
          w = torch.to(w, 15)
        if pack:
          if torch.eq(torch.dim(w), 2):
            w = (self).packed(w)
      _0 = torch.append(out, w)
    return out

  # A copy of x where like is. An accelerator fetches it from pinned memory while the host goes on.
  def sent(self: __torch__.Kernels, x: Tensor, like: Tensor) -> Tensor:
    from_host = x
    if ops.prim.is_cuda(like):
      from_host = torch.pin_memory(x)
    return torch.to(from_host, ops.prim.device(like), ops.prim.dtype(x), True, True)

  # (B,3,H,W) -> (B,T,D): patches in row-major order behind the class token.
  def embed(self: __torch__.Kernels, p: List[Tensor], x: Tensor) -> Tensor:
    patches = torch.conv2d(torch.to(x, p[2]), p[2], torch.to(p[3], p[2]), [torch.size(p[2], 2), torch.size(p[2], 3)])
    tokens = torch.transpose(torch.flatten(patches, 2, 3), 1, 2)
    cls = torch.expand(p[0], [torch.size(x, 0), -1, -1])
    return torch.add(torch.cat([cls, torch.to(tokens, cls)], 1), p[1])

  # ---- A block in two halves, each with the way back written out: nothing is recorded, and products, casts and sums happen
  # once. Matrices may be float32 or bfloat16 and decide the format of the products; x, norms and means are float32, softmax
  # and gelu compute in float32. p[o] is the block's norm1.weight. ----

  # norm(x) (B T,D) in the format of the matrix that follows, and [mean, reciprocal deviation]. p[n] is the norm's weight.
  def normed(self: __torch__.Kernels, p: List[Tensor], n: int, x: Tensor, eps: float) -> Tuple[Tensor, List[Tensor]]:
    d = torch.size(x, 2)
    h, mean, rstd = torch.native_layer_norm(x, [d], p[n], p[n + 1], eps)
    return (torch.to(torch.reshape(h, [-1, d]), ops.prim.dtype(p[n + 2])), [mean, rstd])

  # x + y, where y (B T,D) is a branch; keep (B) scales it, empty keeps all.
  def joined(self: __torch__.Kernels, x: Tensor, y: Tensor, keep: Tensor) -> Tensor:
    z = torch.reshape(torch.to(y, x), torch.size(x))
    if torch.gt(torch.numel(keep), 0):
      return torch.addcmul(x, z, torch.reshape(keep, [-1, 1, 1]))
    return torch.add(x, z)

  # scale a b for each matrix of a batch, by the engine's own product; before that a or b is transposed where asked for.
  def batched(self: __torch__.Kernels, a: Tensor, b: Tensor, first: bool, second: bool, scale: float) -> Tensor:
    left = a
    right = b
    if first:
      left = torch.transpose(a, 1, 2)
    if second:
      right = torch.transpose(b, 1, 2)
    if scale == 1.:
      return torch.bmm(left, right)
    if torch.__or__(ops.prim.requires_grad(a), ops.prim.requires_grad(b)):
      return torch.mul(torch.bmm(left, right), scale)
    out = torch.empty([torch.size(left, 0), torch.size(left, 1), torch.size(right, 2)], dtype=ops.prim.dtype(a), device=ops.prim.device(a))
    return torch.baddbmm_(out, left, right, beta=0, alpha=scale)

  # Whether attention goes to the engine's fused kernel, which keeps no (B,heads,T,T) map: with narrow heads that map costs more
  # than the products (a training step of the micro networks takes two thirds of the time; with heads of 64 it takes a tenth more).
  def slender(self: __torch__.Kernels, packed: Tensor) -> bool:
    return torch.le(torch.size(packed, 4), 32) and torch.eq(ops.prim.dtype(packed), 6) and torch.__not__(ops.prim.is_cuda(packed))

  # x + attention(norm(x)): (B,T,D), and the class token's attention to every patch, mean over heads (B,N), and what back needs.
  def attend(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, heads: int, scale: float, eps: float, keep: Tensor) -> Tuple[Tensor, Tensor, List[Tensor]]:
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    d = torch.size(x, 2)
    h, moments = (self).normed(p, o, x, eps)
    packed = torch.reshape((self).linear(h, p[o + 2], p[o + 3]), [b, t, 3, heads, torch.floordiv(d, heads)])
    parts = torch.permute(packed, [2, 0, 3, 1, 4])
    if (self).slender(packed):
      q = torch.select(parts, 0, 0)
      k = torch.select(parts, 0, 1)
      v = torch.select(parts, 0, 2)
      y, sums = torch._scaled_dot_product_flash_attention_for_cpu(q, k, v, scale=scale)
      row = torch.softmax(torch.mul(torch.matmul(torch.slice(q, 2, 0, 1), torch.transpose(k, 2, 3)), scale), 3)
      h2 = torch.reshape(torch.transpose(y, 1, 2), [-1, d])
      z = (self).joined(x, (self).linear(h2, p[o + 4], p[o + 5]), keep)
      patches = torch.slice(torch.select(row, 2, 0), 2, 1, t)
      return (z, torch.mean(patches, [1]), [x, moments[0], moments[1], h, q, k, v, row, h2, y, sums])
    q = torch.flatten(torch.select(parts, 0, 0), 0, 1)
    k = torch.flatten(torch.select(parts, 0, 1), 0, 1)
    v = torch.flatten(torch.select(parts, 0, 2), 0, 1)
    a = torch.softmax((self).many(q, k, False, True, scale), 2)
    y = torch.reshape(torch.transpose(torch.reshape((self).many(a, v, False, False, 1.), [b, heads, t, -1]), 1, 2), [-1, d])
    row = torch.select(a, 1, 0)
    if torch.ne(ops.prim.dtype(a), 6):
      # What min-max stretches later must not be rounding: this one row is computed once more in float32.
      first = torch.mul(torch.to(torch.slice(q, 1, 0, 1), 6), scale)
      row = torch.select(torch.softmax(torch.bmm(first, torch.transpose(torch.to(k, 6), 1, 2)), 2), 1, 0)
    row = torch.reshape(torch.slice(row, 1, 1, t), [b, heads, t - 1])
    z = (self).joined(x, (self).linear(y, p[o + 4], p[o + 5]), keep)
    return (z, torch.mean(torch.to(row, x), [1]), [x, moments[0], moments[1], h, q, k, v, a, y])

  # x + mlp(norm(x)): (B,T,D) -> (B,T,D), and what back needs. o is the block's first parameter, as above.
  def think(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, eps: float, keep: Tensor) -> Tuple[Tensor, List[Tensor]]:
    h, moments = (self).normed(p, o + 6, x, eps)
    f = (self).linear(h, p[o + 8], p[o + 9])
    u = torch.gelu(f)
    return ((self).joined(x, (self).linear(u, p[o + 10], p[o + 11]), keep), [x, moments[0], moments[1], h, f, u])

  # The images that a branch is computed for, where keep drops some and keeps some; else empty: all are. An accelerator would have
  # to wait for their number.
  def few(self: __torch__.Kernels, keep: Tensor) -> Tensor:
    if ops.prim.is_cuda(keep):
      return torch.zeros([0], dtype=4, device=ops.prim.device(keep))
    out = torch.flatten(torch.nonzero(keep))
    if torch.eq(torch.numel(out), torch.numel(keep)):
      return torch.slice(out, 0, 0, 0)
    return out

  # think for those images only that keep their branch. Overwrites x where some skip it.
  def think_few(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, eps: float, keep: Tensor) -> Tuple[Tensor, List[Tensor]]:
    few = (self).few(keep)
    if torch.eq(torch.numel(few), 0):
      return (self).think(p, o, x, eps, keep)
    z, saved = (self).think(p, o, torch.index_select(x, 0, few), eps, torch.index_select(keep, 0, few))
    return (torch.index_copy_(x, 0, few, z), saved)

  # Pre-norm block for whoever only sees or differentiates it automatically. keep (2,B) holds the scaled drop-path masks; empty keeps all.
  def block(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, heads: int, scale: float, eps: float, keep: Tensor) -> Tuple[Tensor, Tensor]:
    one, two = (self).halves(keep)
    y, row, _0 = (self).attend(p, o, x, heads, scale, eps, one)
    h, _1 = (self).normed(p, o + 6, y, eps)
    u = (self).linear_gelu(h, p[o + 8], p[o + 9])
    return ((self).joined(y, (self).linear(u, p[o + 10], p[o + 11]), two), row)

  def halves(self: __torch__.Kernels, keep: Tensor) -> Tuple[Tensor, Tensor]:
    if torch.eq(torch.numel(keep), 0):
      return (keep, keep)
    return (torch.select(keep, 0, 0), torch.select(keep, 0, 1))

  # From dL/d(x W^T + b) to dL/dx, dL/dW, dL/db; rows (R,out), x (R,in).
  def linear_back(self: __torch__.Kernels, g: Tensor, x: Tensor, w: Tensor) -> List[Tensor]:
    h = torch.to(g, w)
    return [(self).linear_back_data(h, w), (self).linear_back_weight(h, x), torch.sum(g, [0])]

  # The gradient that enters a branch: g scaled as the branch was, (B T,D).
  def branch(self: __torch__.Kernels, g: Tensor, keep: Tensor) -> Tensor:
    out = g
    if torch.gt(torch.numel(keep), 0):
      out = torch.mul(g, torch.reshape(keep, [-1, 1, 1]))
    return torch.flatten(out, 0, 1)

  # Back through the norm at p[n], and past the branch: from dL/dnorm(x) (B T,D) and dL/dz to dL/dx, dL/dweight, dL/dbias.
  def normed_back(self: __torch__.Kernels, p: List[Tensor], n: int, g: Tensor, x: Tensor, mean: Tensor, rstd: Tensor, gz: Tensor) -> List[Tensor]:
    h = torch.reshape(torch.to(g, x), torch.size(x))
    gx, gw, gb = torch.native_layer_norm_backward(h, x, [torch.size(x, 2)], mean, rstd, p[n], p[n + 1], [True, True, True])
    return [torch.add_(gx, gz), gw, gb]

  # From dL/dz and dL/drow to dL/dx and the gradients of the six parameters of attend.
  def attend_back(self: __torch__.Kernels, p: List[Tensor], o: int, s: List[Tensor], gz: Tensor, grow: Tensor, heads: int, scale: float, keep: Tensor) -> List[Tensor]:
    b = torch.size(gz, 0)
    t = torch.size(gz, 1)
    d = torch.size(gz, 2)
    w = (self).linear_back((self).branch(gz, keep), s[8], p[o + 4])
    gy = torch.flatten(torch.transpose(torch.reshape(w[0], [b, t, heads, -1]), 1, 2), 0, 1)
    if torch.gt(torch.len(s), 9):
      return (self).slender_back(p, o, s, w, gz, grow, heads, scale)
    a = s[7]
    ga = (self).many(gy, s[6], False, True, 1.)
    rows = torch.reshape(torch.slice(torch.select(ga, 1, 0), 1, 1, t), [b, heads, t - 1])
    rows = torch.add(rows, torch.to(torch.unsqueeze(torch.div(grow, heads), 1), ga))
    _0 = torch.copy_(torch.slice(torch.select(ga, 1, 0), 1, 1, t), torch.flatten(rows, 0, 1))
    gs = torch._softmax_backward_data(ga, a, 2, ops.prim.dtype(a))
    packed = torch.empty([b, t, 3, heads, torch.floordiv(d, heads)], dtype=ops.prim.dtype(a), device=ops.prim.device(a))
    parts = torch.permute(packed, [2, 0, 3, 1, 4])
    shape = [b, heads, t, -1]
    _1 = torch.copy_(torch.select(parts, 0, 0), torch.reshape((self).many(gs, s[5], False, False, scale), shape))
    _2 = torch.copy_(torch.select(parts, 0, 1), torch.reshape((self).many(gs, s[4], True, False, scale), shape))
    _3 = torch.copy_(torch.select(parts, 0, 2), torch.reshape((self).many(a, gy, True, False, 1.), shape))
    q = (self).linear_back(torch.reshape(packed, [b * t, 3 * d]), s[3], p[o + 2])
    n = (self).normed_back(p, o, q[0], s[0], s[1], s[2], gz)
    return [n[0], n[1], n[2], q[1], q[2], w[1], w[2]]

  # The same behind the fused kernel. w: dL/dy and the gradients of the projection, from linear_back.
  def slender_back(self: __torch__.Kernels, p: List[Tensor], o: int, s: List[Tensor], w: List[Tensor], gz: Tensor, grow: Tensor, heads: int, scale: float) -> List[Tensor]:
    b = torch.size(gz, 0)
    t = torch.size(gz, 1)
    d = torch.size(gz, 2)
    gy = torch.transpose(torch.reshape(w[0], [b, t, heads, -1]), 1, 2)
    gq, gk, gv = torch._scaled_dot_product_flash_attention_for_cpu_backward(gy, s[4], s[5], s[6], s[9], s[10], 0., False, scale=scale)
    # The class token's row once more: dL/drow enters the softmax beside what came through y.
    ga = torch.div(torch.constant_pad_nd(grow, [1, 0], 0), float(heads))
    ga = torch.expand(torch.reshape(ga, [b, 1, 1, t]), torch.size(s[7]))
    gs = torch.mul(torch._softmax_backward_data(ga, s[7], 3, 6), scale)
    _0 = torch.add_(torch.slice(gq, 2, 0, 1), torch.matmul(gs, s[5]))
    gk = torch.addcmul(gk, torch.transpose(gs, 2, 3), torch.slice(s[4], 2, 0, 1))
    packed = torch.empty([b, t, 3, heads, torch.floordiv(d, heads)], dtype=6, device=ops.prim.device(gz))
    parts = torch.permute(packed, [2, 0, 3, 1, 4])
    _1 = torch.copy_(torch.select(parts, 0, 0), gq)
    _2 = torch.copy_(torch.select(parts, 0, 1), gk)
    _3 = torch.copy_(torch.select(parts, 0, 2), gv)
    q = (self).linear_back(torch.reshape(packed, [b * t, 3 * d]), s[3], p[o + 2])
    n = (self).normed_back(p, o, q[0], s[0], s[1], s[2], gz)
    return [n[0], n[1], n[2], q[1], q[2], w[1], w[2]]

  # From dL/dz to dL/dx and the gradients of the six parameters of think.
  def think_back(self: __torch__.Kernels, p: List[Tensor], o: int, s: List[Tensor], gz: Tensor, keep: Tensor) -> List[Tensor]:
    w = (self).linear_back((self).branch(gz, keep), s[5], p[o + 10])
    v = (self).linear_back(torch.gelu_backward(w[0], s[4]), s[3], p[o + 8])
    n = (self).normed_back(p, o + 6, v[0], s[0], s[1], s[2], gz)
    return [n[0], n[1], n[2], v[1], v[2], w[1], w[2]]

  # think_back behind think_few. Overwrites gz where some images skip the branch.
  def think_few_back(self: __torch__.Kernels, p: List[Tensor], o: int, s: List[Tensor], gz: Tensor, keep: Tensor) -> List[Tensor]:
    few = (self).few(keep)
    if torch.eq(torch.numel(few), 0):
      return (self).think_back(p, o, s, gz, keep)
    out = (self).think_back(p, o, s, torch.index_select(gz, 0, few), torch.index_select(keep, 0, few))
    _0 = torch._set_item(out, 0, torch.index_copy_(gz, 0, few, out[0]))
    return out

  # Tokens (B,T,D) of the last block -> semantic map S (B,C,g,g). p[o] is norm.weight.
  def semantic(self: __torch__.Kernels, p: List[Tensor], o: int, t: Tensor, eps: float, g: int) -> Tensor:
    d = torch.size(t, 2)
    h = torch.layer_norm(t, [d], p[o], p[o + 1], eps)
    w = p[o + 2]
    patches = torch.reshape(torch.transpose(torch.slice(torch.to(h, w), 1, 1, torch.size(t, 1)), 1, 2), [-1, d, g, g])
    return torch.to(torch.conv2d(patches, w, torch.to(p[o + 3], w), [1, 1], [1, 1]), t)

  # (B,3,H,W) -> semantic map S (B,C,g,g) and r, the class-token attention summed over blocks (B,N).
  def trunk(self: __torch__.Kernels, p: List[Tensor], x: Tensor, depth: int, heads: int, scale: float, eps: float) -> Tuple[Tensor, Tensor]:
    t = (self).embed(p, x)
    none = torch.zeros([0], dtype=6, device=ops.prim.device(x))
    r = torch.zeros([torch.size(t, 0), torch.size(t, 1) - 1], dtype=6, device=ops.prim.device(x))
    for l in range(depth):
      t, row = (self).block(p, 4 + 12 * l, t, heads, scale, eps, none)
      r = torch.add(r, row)
    g = torch.floordiv(torch.size(x, 3), torch.size(p[2], 3))
    return ((self).semantic(p, 4 + 12 * depth, t, eps, g), r)

  # Per sample to the range 0..1, no epsilon: a constant row gives NaN, as published.
  def minmax(self: __torch__.Kernels, v: Tensor) -> Tensor:
    low = torch.sub(v, torch.amin(v, [1], True))
    return torch.div(low, torch.amax(low, [1], True))

  # S -> logits: mean over positions.
  def pooled(self: __torch__.Kernels, s: Tensor) -> Tensor:
    return torch.mean(s, [2, 3])

  # M = L * (rate E - 1), E the cosines between positions (no epsilon). (B,C,g,g) -> (B,N,N).
  def graph(self: __torch__.Kernels, x: Tensor, rate: Tensor, laplacian: Tensor) -> Tensor:
    z = torch.transpose(torch.flatten(x, 2, 3), 1, 2)
    n = torch.linalg_vector_norm(z, 2, [2], True)
    e = torch.div(torch.bmm(z, torch.transpose(z, 1, 2)), torch.mul(n, torch.transpose(n, 1, 2)))
    return torch.mul(laplacian, torch.sub(torch.mul(e, rate), 1.))

  # u = X_K^T c by Newton-Schulz as published; the start alpha M^T is a constant for the gradient. (B,N,N), (B,N) -> (B,N).
  def diffuse(self: __torch__.Kernels, m: Tensor, c: Tensor, k: int) -> Tensor:
    x = torch.mul(torch.transpose(torch.detach(m), 1, 2), 0.002)
    two = torch.mul(torch.eye(torch.size(m, 1), dtype=6, device=ops.prim.device(m)), 2.)
    for i in range(k):
      x = torch.bmm(x, torch.sub(two, torch.bmm(m, x)))
    return torch.squeeze(torch.bmm(torch.transpose(x, 1, 2), torch.unsqueeze(c, 2)), 2)

  # Steps 7 to 10 of a calibration layer: o = minmax(tanhshrink(u / (t max c))); (x + x o, c + o).
  def calibrate(self: __torch__.Kernels, x: Tensor, c: Tensor, u: Tensor, t: Tensor) -> Tuple[Tensor, Tensor]:
    top, _0 = torch.max(c, 1, True)
    v = torch.div(u, torch.mul(top, t))
    w = torch.sub(v, torch.tanh(v))
    low, _1 = torch.min(w, 1, True)
    shifted = torch.sub(w, low)
    high, _2 = torch.max(shifted, 1, True)
    o = torch.div(shifted, high)
    b = torch.size(x, 0)
    g = torch.size(x, 2)
    return (torch.add(x, torch.mul(x, torch.reshape(o, [b, 1, g, g]))), torch.add(c, o))

  # One calibration layer, literally as published.
  def layer(self: __torch__.Kernels, x: Tensor, c: Tensor, t: Tensor, rate: Tensor, k: int, laplacian: Tensor) -> Tuple[Tensor, Tensor]:
    m = (self).graph(x, rate, laplacian)
    u = (self).diffuse(m, c, k)
    return (self).calibrate(x, c, u, t)

  # ---- The same layer without dense matrices: M has five entries a row, and u is a polynomial of M applied to c. ----
  # Vectors lie node-major (N,B) in float64. w = [diagonal (N,B), edges i to i + 1 (N-1,B), edges i to i + g (N-g,B)].

  # Cosines of neighbours and M from them; inner (N-1) is 0 where a row of the grid ends.
  def edges(self: __torch__.Kernels, x: Tensor, rate: Tensor, degree: Tensor, inner: Tensor) -> List[Tensor]:
    n = torch.size(degree, 0)
    g = torch.size(x, 3)
    z = torch.flatten(x, 2, 3)
    z = torch.div(z, torch.linalg_vector_norm(z, 2, [1], True))
    across = torch.sum(torch.mul(torch.slice(z, 2, 0, n - 1), torch.slice(z, 2, 1, n)), [1])
    down = torch.sum(torch.mul(torch.slice(z, 2, 0, n - g), torch.slice(z, 2, g, n)), [1])
    diagonal = torch.expand(torch.unsqueeze(torch.mul(degree, torch.sub(rate, 1.)), 0), [torch.size(x, 0), n])
    return [diagonal, torch.mul(inner, torch.rsub(torch.mul(across, rate), 1.)), torch.rsub(torch.mul(down, rate), 1.)]

  # M x
  def stencil(self: __torch__.Kernels, w: List[Tensor], x: Tensor) -> Tensor:
    n = torch.size(x, 0)
    g = n - torch.size(w[2], 0)
    y = torch.mul(w[0], x)
    _0 = torch.addcmul_(torch.slice(y, 0, 0, n - 1), w[1], torch.slice(x, 0, 1, n))
    _1 = torch.addcmul_(torch.slice(y, 0, 1, n), w[1], torch.slice(x, 0, 0, n - 1))
    _2 = torch.addcmul_(torch.slice(y, 0, 0, n - g), w[2], torch.slice(x, 0, g, n))
    _3 = torch.addcmul_(torch.slice(y, 0, g, n), w[2], torch.slice(x, 0, 0, n - g))
    return y

  # Which range of the ladder holds every eigenvalue of alpha M^2: row sums bound them.
  def rung(self: __torch__.Kernels, w: List[Tensor], ladder: List[float]) -> int:
    rows = (self).stencil([torch.abs(w[0]), torch.abs(w[1]), torch.abs(w[2])], torch.ones_like(w[0]))
    bound = float(torch.max(rows))
    z = 0.002 * bound * bound
    found = 0
    for i in range(torch.len(ladder) - 1):
      if z > ladder[i]:
        found = i + 1
    return found

  # Chebyshev basis T_0 y .. T_d y of Z = alpha M^2 mapped from 0..top to -1..1, y = alpha M c. Returns (d+1,N,B).
  def basis(self: __torch__.Kernels, w: List[Tensor], c: Tensor, degree: int, top: float) -> Tensor:
    y = torch.mul((self).stencil(w, c), 0.002)
    out = torch.empty([degree + 1, torch.size(c, 0), torch.size(c, 1)], dtype=7, device=ops.prim.device(c))
    _0 = torch.copy_(torch.select(out, 0, 0), y)
    before = y
    now = y
    for k in range(degree):
      z = (self).stencil(w, (self).stencil(w, now))
      if k == 0:
        z = torch.sub(torch.mul(z, 0.004 / top), now)
      else:
        z = torch.sub(torch.sub(torch.mul(z, 0.008 / top), now, alpha=2), before)
      _1 = torch.copy_(torch.select(out, 0, k + 1), z)
      before = now
      now = z
    return out

  # The reverse of u = sum a_k T_k y: from g = dL/du to dL/dw and dL/dc. In alpha M M only the factor that acts first carries
  # gradient, the other one and y come from the constant start of the iteration.
  def basis_back(self: __torch__.Kernels, w: List[Tensor], t: Tensor, a: Tensor, g: Tensor, top: float) -> List[Tensor]:
    n = torch.size(g, 0)
    h = n - torch.size(w[2], 0)
    d0 = torch.zeros_like(w[0])
    d1 = torch.zeros_like(w[1])
    d2 = torch.zeros_like(w[2])
    last = torch.size(t, 0) - 1
    after = torch.zeros_like(g)
    now = torch.mul(g, torch.select(a, 0, last))
    for i in range(last):
      k = last - 1 - i
      factor = 2.
      if k == 0:
        factor = 1.
      q = (self).stencil(w, now)
      s = torch.select(t, 0, k)
      scale = factor * 0.004 / top
      _0 = torch.addcmul_(d0, q, s, value=scale)
      _1 = torch.addcmul_(d1, torch.slice(q, 0, 0, n - 1), torch.slice(s, 0, 1, n), value=scale)
      _2 = torch.addcmul_(d1, torch.slice(q, 0, 1, n), torch.slice(s, 0, 0, n - 1), value=scale)
      _3 = torch.addcmul_(d2, torch.slice(q, 0, 0, n - h), torch.slice(s, 0, h, n), value=scale)
      _4 = torch.addcmul_(d2, torch.slice(q, 0, h, n), torch.slice(s, 0, 0, n - h), value=scale)
      z = torch.sub(torch.mul((self).stencil(w, q), scale), now, alpha=factor)
      z = torch.addcmul_(torch.sub(z, after), g, torch.select(a, 0, k))
      after = now
      now = z
    return [d0, d1, d2, torch.mul((self).stencil(w, now), 0.002)]

  def node_major(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(torch.t(torch.detach(x)), 7))

  def batch_major(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(torch.t(x), 6))

  # One layer forwards. p = [x, c, t, rate], all leaves. filters[i] are the coefficients for eigenvalues up to ladder[i].
  # Returns what the way back needs: x', c', u, three edge tensors, and node-major: three edge tensors, basis, coefficients.
  def layer_forth(self: __torch__.Kernels, p: List[Tensor], filters: List[Tensor], ladder: List[float], degree: Tensor, inner: Tensor) -> Tuple[List[Tensor], float]:
    e = (self).edges(p[0], p[3], degree, inner)
    w = [(self).node_major(e[0]), (self).node_major(e[1]), (self).node_major(e[2])]
    r = (self).rung(w, ladder)
    a = filters[r]
    t = (self).basis(w, (self).node_major(p[1]), torch.size(a, 0) - 1, ladder[r])
    u = (self).leaf((self).batch_major(torch.reshape(torch.matmul(a, torch.flatten(t, 1, 2)), torch.size(w[0]))))
    x, c = (self).calibrate(p[0], p[1], u, p[2])
    return ([x, c, u, e[0], e[1], e[2], w[0], w[1], w[2], t, a], ladder[r])

  # The same layer backwards: from dL/dx', dL/dc' to dL/dx, dL/dc, dL/dt, dL/drate.
  def layer_back(self: __torch__.Kernels, p: List[Tensor], f: List[Tensor], top: float, gx: Tensor, gc: Tensor) -> List[Tensor]:
    gu = (self).pull([f[0], f[1]], [f[2]], [gx, gc], True)
    d = (self).basis_back([f[6], f[7], f[8]], f[9], f[10], (self).node_major(gu[0]), top)
    seeds = [gx, gc, (self).batch_major(d[0]), (self).batch_major(d[1]), (self).batch_major(d[2])]
    out = (self).pull([f[0], f[1], f[3], f[4], f[5]], p, seeds, False)
    return [out[0], torch.add(out[1], (self).batch_major(d[3])), out[2], out[3]]

  # What localizes: logits (B,C), attention map (B,N) (min-max normalised when calibrated is true), S (B,C,g,g).
  def predict(self: __torch__.Kernels, p: List[Tensor], x: Tensor, depth: int, heads: int, scale: float, eps: float, calibrated: bool) -> Tuple[Tensor, Tensor, Tensor]:
    s, r = (self).trunk(p, x, depth, heads, scale, eps)
    if calibrated:
      r = (self).minmax(r)
    return ((self).pooled(s), r, s)

  # Gradients of outputs (weighted by seeds) with respect to inputs. Row-major always: convolutions hand out other layouts,
  # and the fused optimizer walks the raw memory.
  def pull(self: __torch__.Kernels, outputs: List[Tensor], inputs: List[Tensor], seeds: List[Tensor], keep: bool) -> List[Tensor]:
    weights = annotate(List[Optional[Tensor]], [])
    for s in seeds:
      _0 = torch.append(weights, s)
    out = annotate(List[Tensor], [])
    for g in torch.grad(outputs, inputs, weights, keep):
      _1 = torch.append(out, torch.contiguous(torch.to(unchecked_cast(Tensor, g), 6)))
    return out

  # A copy of the handle that gradients may flow to; the data is shared.
  def leaf(self: __torch__.Kernels, x: Tensor) -> Tensor:
    return torch.requires_grad_(torch.detach(x), True)

  # Overwrites the numbers of an array, whose memory stays its own.
  def assign(self: __torch__.Kernels, target: Tensor, source: Tensor) -> Tensor:
    return torch.copy_(target, source)

  # Training loss of one batch: (loss, logits, gradients in the order of p). iterations is empty for a network without layers;
  # an empty ladder asks for the layers as published, otherwise filters holds one list of coefficients per layer and rung.
  def gradients(self: __torch__.Kernels, params: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, Tensor, List[Tensor]]:
    p = annotate(List[Tensor], [])
    for w in params:
      _0 = torch.append(p, (self).leaf(w))
    start = (self).embed(p, x)
    t = torch.detach(start)
    r = torch.zeros([torch.size(t, 0), torch.size(t, 1) - 1], dtype=6, device=ops.prim.device(x))
    kept = annotate(List[List[Tensor]], [])
    masks = annotate(List[Tensor], [])
    for l in range(depth):
      keep = drop
      if torch.gt(torch.numel(drop), 0):
        keep = torch.select(drop, 0, l)
      one, two = (self).halves(keep)
      t, row, first = (self).attend(params, 4 + 12 * l, t, heads, scale, eps, one)
      t, second = (self).think_few(params, 4 + 12 * l, t, eps, two)
      _1 = torch.append(kept, first)
      _2 = torch.append(kept, second)
      _3 = torch.append(masks, one)
      _4 = torch.append(masks, two)
      r = torch.add(r, row)
    g = torch.floordiv(torch.size(x, 3), torch.size(p[2], 3))
    loss, logits, after = (self).headed(p, (self).leaf(t), (self).leaf(r), y, 4 + 12 * depth, eps, g, iterations, laplacian, filters, ladder, smoothing)
    gt = after[0]
    out = torch.slice(after, 2)
    for i in range(2 * depth):
      j = 2 * depth - 1 - i
      o = 4 + 12 * torch.floordiv(j, 2)
      saved = torch.pop(kept)
      if torch.eq(torch.remainder(j, 2), 1):
        own = (self).think_few_back(params, o, saved, gt, masks[j])
      else:
        own = (self).attend_back(params, o, saved, gt, after[1], heads, scale, masks[j])
      gt = own[0]
      more = (self).wide(torch.slice(own, 1))
      torch.extend(more, out)
      out = more
    grads = (self).pull([start], torch.slice(p, 0, 4), [gt], False)
    torch.extend(grads, out)
    return (torch.detach(loss), torch.detach(logits), grads)

  # Gradients as the optimizer wants them: float32, row-major.
  def wide(self: __torch__.Kernels, g: List[Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for one in g:
      _0 = torch.append(out, torch.contiguous(torch.to(one, 6)))
    return out

  # From the last block's tokens and r on: loss, logits, and the gradients of t, r and of every parameter from p[o] on.
  def headed(self: __torch__.Kernels, p: List[Tensor], t: Tensor, r: Tensor, y: Tensor, o: int, eps: float, g: int, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, Tensor, List[Tensor]]:
    s = (self).semantic(p, o, t, eps, g)
    layers = torch.len(iterations)
    inputs = [t, r, p[o], p[o + 1], p[o + 2], p[o + 3]]
    if torch.gt(torch.len(ladder), 0):
      if torch.gt(layers, 0):
        loss, logits, grads = (self).calibrated(p, s, (self).minmax(r), inputs, torch.zeros([1], dtype=6, device=ops.prim.device(t)), y, o + 4, layers, laplacian, filters, ladder, smoothing)
        return (loss, logits, grads)
    if torch.gt(layers, 0):
      c = (self).minmax(r)
      for i in range(layers):
        s, c = (self).layer(s, c, p[o + 4 + 2 * i], p[o + 5 + 2 * i], iterations[i], laplacian)
      torch.extend(inputs, torch.slice(p, o + 4))
    logits = (self).pooled(s)
    loss = torch.cross_entropy_loss(logits, y, None, 1, -100, smoothing)
    if torch.eq(layers, 0):
      # Without layers r has no part in the loss; its gradient is there all the same, as zeros.
      loss = torch.add(loss, torch.mul(torch.sum(r), 0.))
    return (loss, logits, (self).pull([loss], inputs, [torch.ones_like(loss)], False))

  # From S and F0 on, layer by layer: the graph is cut at every layer, and the way back is walked by hand. Gradients of inputs,
  # then of the layers' parameters, which begin at p[o]. more is added
  # to the logits, with gradient where it has a graph.
  def calibrated(self: __torch__.Kernels, p: List[Tensor], s: Tensor, c: Tensor, inputs: List[Tensor], more: Tensor, y: Tensor, o: int, layers: int, laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, Tensor, List[Tensor]]:
    degree = torch.diagonal(laplacian)
    inner = torch.neg(torch.diagonal(laplacian, 1))
    rungs = torch.len(ladder)
    starts = annotate(List[List[Tensor]], [])
    kept = annotate(List[List[Tensor]], [])
    tops = annotate(List[float], [])
    xs = s
    cs = c
    for i in range(layers):
      start = [(self).leaf(xs), (self).leaf(cs), p[o + 2 * i], p[o + 2 * i + 1]]
      f, top = (self).layer_forth(start, torch.slice(filters, i * rungs, (i + 1) * rungs), ladder, degree, inner)
      _0 = torch.append(starts, start)
      _1 = torch.append(kept, f)
      _2 = torch.append(tops, top)
      xs = f[0]
      cs = f[1]
    final = (self).leaf(xs)
    other = (self).leaf(more)
    logits = torch.add((self).pooled(final), other)
    loss = torch.cross_entropy_loss(logits, y, None, 1, -100, smoothing)
    back = (self).pull([loss], [final, other], [torch.ones_like(loss)], False)
    gx = back[0]
    gc = torch.zeros_like(cs)
    own = annotate(List[Tensor], [])
    for j in range(layers):
      i = layers - 1 - j
      g = (self).layer_back(starts[i], kept[i], tops[i], gx, gc)
      gx = g[0]
      gc = g[1]
      _3 = torch.insert(own, 0, g[3])
      _4 = torch.insert(own, 0, g[2])
    ends = [s, c]
    seeds = [gx, gc]
    if ops.prim.requires_grad(more):
      ends = [s, c, more]
      seeds = [gx, gc, back[1]]
    grads = (self).pull(ends, inputs, seeds, False)
    torch.extend(grads, own)
    return (loss, logits, grads)

  # [loss, top-1 hits, top-5 hits] of a batch.
  def hits(self: __torch__.Kernels, loss: Tensor, logits: Tensor, y: Tensor) -> Tensor:
    better = torch.sum(torch.gt(logits, torch.gather(logits, 1, torch.unsqueeze(y, 1))), [1])
    first = torch.to(torch.sum(torch.lt(better, 1)), 6)
    five = torch.to(torch.sum(torch.lt(better, 5)), 6)
    return torch.stack([loss, first, five])

  # What a step needs of a batch before the update: ([loss, top-1 hits, top-5 hits], gradients in the order of p).
  def lesson(self: __torch__.Kernels, p: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, List[Tensor]]:
    loss, logits, g = (self).gradients(p, x, y, drop, depth, heads, scale, eps, iterations, laplacian, filters, ladder, smoothing)
    return ((self).hits(loss, logits, y), g)

  # ---- From gradients to new parameters. What is returned is what moved: the compiler removes what nobody reads
  # afterwards, update and all. Gradients of one image may share memory, so they are never changed in place. ----

  # The mean over a batch from the mean over its first images and that over the next, which are this share of both together.
  def blend(self: __torch__.Kernels, before: List[Tensor], g: List[Tensor], share: float) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(torch.len(g)):
      _0 = torch.append(out, torch.lerp(before[i], g[i], share))
    return out

  # Scales all gradients so that their common L2 norm is at most this.
  def clip(self: __torch__.Kernels, g: List[Tensor], most: float) -> List[Tensor]:
    norms = annotate(List[Tensor], [])
    for one in g:
      _0 = torch.append(norms, torch.linalg_vector_norm(one, 2))
    factor = torch.clamp(torch.mul(torch.reciprocal(torch.add(torch.linalg_vector_norm(torch.stack(norms), 2), 1e-6)), most), None, 1.)
    out = annotate(List[Tensor], [])
    for one in g:
      _1 = torch.append(out, torch.mul(one, factor))
    return out

  # AdamW; weight decay only where decayed says so. step counts from 1.
  def adamw(self: __torch__.Kernels, p: List[Tensor], grads: List[Tensor], m: List[Tensor], v: List[Tensor], decayed: List[bool], step: int, lr: float, decay: float, most: float, beta1: float, beta2: float, eps: float) -> List[Tensor]:
    g = grads
    if most > 0.:
      g = (self).clip(grads, most)
    moved = annotate(List[Tensor], [])
    n = torch.full([], float(step), dtype=6, device=ops.prim.device(p[0]))
    for group in range(2):
      gp = annotate(List[Tensor], [])
      gg = annotate(List[Tensor], [])
      gm = annotate(List[Tensor], [])
      gv = annotate(List[Tensor], [])
      gn = annotate(List[Tensor], [])
      for i in range(torch.len(p)):
        if decayed[i] == torch.eq(group, 1):
          _0 = torch.append(gp, p[i])
          _1 = torch.append(gg, g[i])
          _2 = torch.append(gm, m[i])
          _3 = torch.append(gv, v[i])
          _4 = torch.append(gn, n)
      torch._fused_adamw_(gp, gg, gm, gv, annotate(List[Tensor], []), gn, lr=lr, beta1=beta1, beta2=beta2, weight_decay=decay * float(group), eps=eps, amsgrad=False, maximize=False)
      torch.extend(moved, gp)
    return moved

  # Momentum descent: b <- momentum b + g, p <- p - lr b; decay is added to g first.
  def sgd(self: __torch__.Kernels, p: List[Tensor], grads: List[Tensor], b: List[Tensor], decayed: List[bool], lr: float, decay: float, most: float, momentum: float, nesterov: bool) -> List[Tensor]:
    g = grads
    if most > 0.:
      g = (self).clip(grads, most)
    moved = annotate(List[Tensor], [])
    for i in range(torch.len(p)):
      d = g[i]
      if decayed[i]:
        d = torch.add(d, p[i], alpha=decay)
      now = torch.add_(torch.mul_(b[i], momentum), d)
      if nesterov:
        now = torch.add(d, now, alpha=momentum)
      _0 = torch.append(moved, torch.sub_(p[i], now, alpha=lr))
    return moved

  # The running mean of the weights: e <- e + (1 - kept) (p - e).
  def follow(self: __torch__.Kernels, e: List[Tensor], p: List[Tensor], kept: float) -> List[Tensor]:
    moved = annotate(List[Tensor], [])
    for i in range(torch.len(e)):
      _0 = torch.append(moved, torch.lerp_(e[i], p[i], 1. - kept))
    return moved
