# The numeric kernels: TorchScript in its serialized dialect, packed and loaded by Kernels.java. No parameters inside.
# B batch, C classes, D width, T tokens = N + 1, N = g * g patches, K iterations of a calibration layer, alpha = 0.002.
# p is the list of parameters in state-dict order: 0 cls_token, 1 pos_embed, 2-3 patch_embed, 12 per block, norm, head, layers.
class Kernels(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # (B,3,H,W) -> (B,T,D): patches in row-major order behind the class token.
  def embed(self: __torch__.Kernels, p: List[Tensor], x: Tensor) -> Tensor:
    patches = torch.conv2d(x, p[2], p[3], [torch.size(p[2], 2), torch.size(p[2], 3)])
    tokens = torch.transpose(torch.flatten(patches, 2, 3), 1, 2)
    cls = torch.expand(p[0], [torch.size(x, 0), -1, -1])
    return torch.add(torch.cat([cls, tokens], 1), p[1])

  # The fused attention keeps no (B,heads,T,T) map, and only one row of it is wanted: that row is computed once more.
  # (B,T,D) -> (B,T,D), and the class token's attention to every patch, mean over heads (B,N). p[o] is the block's norm1.weight.
  def attention(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, heads: int, scale: float) -> Tuple[Tensor, Tensor]:
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    d = torch.size(x, 2)
    packed = torch.reshape(torch.linear(x, p[o + 2], p[o + 3]), [b, t, 3, heads, torch.floordiv(d, heads)])
    qkv = torch.permute(packed, [2, 0, 3, 1, 4])
    q = torch.select(qkv, 0, 0)
    k = torch.select(qkv, 0, 1)
    v = torch.select(qkv, 0, 2)
    y = torch.reshape(torch.transpose(torch.scaled_dot_product_attention(q, k, v, None, 0., False, scale=scale), 1, 2), [b, t, d])
    row = torch.softmax(torch.mul(torch.matmul(torch.slice(q, 2, 0, 1), torch.transpose(k, 2, 3)), scale), 3)
    row = torch.slice(torch.select(row, 2, 0), 2, 1, t)
    return (torch.linear(y, p[o + 4], p[o + 5]), torch.mean(row, [1]))

  # Pre-norm: x + attention(norm(x)), then x + mlp(norm(x)). keep (2,B) holds the scaled drop-path masks; empty keeps all.
  def block(self: __torch__.Kernels, p: List[Tensor], o: int, x: Tensor, heads: int, scale: float, eps: float, keep: Tensor) -> Tuple[Tensor, Tensor]:
    d = torch.size(x, 2)
    y, row = (self).attention(p, o, torch.layer_norm(x, [d], p[o], p[o + 1], eps), heads, scale)
    if torch.gt(torch.numel(keep), 0):
      y = torch.mul(y, torch.reshape(torch.select(keep, 0, 0), [-1, 1, 1]))
    x = torch.add(x, y)
    h = torch.layer_norm(x, [d], p[o + 6], p[o + 7], eps)
    z = torch.linear(torch.gelu(torch.linear(h, p[o + 8], p[o + 9])), p[o + 10], p[o + 11])
    if torch.gt(torch.numel(keep), 0):
      z = torch.mul(z, torch.reshape(torch.select(keep, 0, 1), [-1, 1, 1]))
    return (torch.add(x, z), row)

  # (B,3,H,W) -> semantic map S (B,C,g,g) and r, the class-token attention summed over blocks (B,N).
  # drop (depth,2,B) holds the drop-path masks; empty keeps all.
  def trunk(self: __torch__.Kernels, p: List[Tensor], x: Tensor, depth: int, heads: int, scale: float, eps: float, drop: Tensor) -> Tuple[Tensor, Tensor]:
    t = (self).embed(p, x)
    d = torch.size(t, 2)
    g = torch.floordiv(torch.size(x, 3), torch.size(p[2], 3))
    r = torch.zeros([torch.size(t, 0), torch.size(t, 1) - 1], dtype=6, device=ops.prim.device(x))
    for l in range(depth):
      keep = drop
      if torch.gt(torch.numel(drop), 0):
        keep = torch.select(drop, 0, l)
      t, row = (self).block(p, 4 + 12 * l, t, heads, scale, eps, keep)
      r = torch.add(r, row)
    o = 4 + 12 * depth
    t = torch.layer_norm(t, [d], p[o], p[o + 1], eps)
    patches = torch.reshape(torch.transpose(torch.slice(t, 1, 1, torch.size(t, 1)), 1, 2), [-1, d, g, g])
    return (torch.conv2d(patches, p[o + 2], p[o + 3], [1, 1], [1, 1]), r)

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
    s, r = (self).trunk(p, x, depth, heads, scale, eps, torch.zeros([0], dtype=6, device=ops.prim.device(x)))
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
      _1 = torch.append(out, torch.contiguous(unchecked_cast(Tensor, g)))
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
    s, r = (self).trunk(p, x, depth, heads, scale, eps, drop)
    layers = torch.len(iterations)
    o = 8 + 12 * depth
    if torch.gt(torch.len(ladder), 0):
      if torch.gt(layers, 0):
        loss, logits, grads = (self).calibrated(p, s, (self).minmax(r), y, o, layers, laplacian, filters, ladder, smoothing)
        return (loss, logits, grads)
    if torch.gt(layers, 0):
      c = (self).minmax(r)
      for i in range(layers):
        s, c = (self).layer(s, c, p[o + 2 * i], p[o + 2 * i + 1], iterations[i], laplacian)
    logits = (self).pooled(s)
    loss = torch.cross_entropy_loss(logits, y, None, 1, -100, smoothing)
    grads = (self).pull([loss], p, [torch.ones_like(loss)], False)
    return (torch.detach(loss), torch.detach(logits), grads)

  # From S and F0 on, layer by layer: the graph is cut at every layer, and the way back is walked by hand.
  def calibrated(self: __torch__.Kernels, p: List[Tensor], s: Tensor, c: Tensor, y: Tensor, o: int, layers: int, laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, Tensor, List[Tensor]]:
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
    logits = (self).pooled(final)
    loss = torch.cross_entropy_loss(logits, y, None, 1, -100, smoothing)
    gx = (self).pull([loss], [final], [torch.ones_like(loss)], False)[0]
    gc = torch.zeros_like(cs)
    own = annotate(List[Tensor], [])
    for j in range(layers):
      i = layers - 1 - j
      g = (self).layer_back(starts[i], kept[i], tops[i], gx, gc)
      gx = g[0]
      gc = g[1]
      _3 = torch.insert(own, 0, g[3])
      _4 = torch.insert(own, 0, g[2])
    grads = (self).pull([s, c], torch.slice(p, 0, o), [gx, gc], False)
    torch.extend(grads, own)
    return (torch.detach(loss), torch.detach(logits), grads)

  # What a step needs of a batch before the update: ([loss, top-1 hits, top-5 hits], gradients in the order of p).
  def lesson(self: __torch__.Kernels, p: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, List[Tensor]]:
    loss, logits, g = (self).gradients(p, x, y, drop, depth, heads, scale, eps, iterations, laplacian, filters, ladder, smoothing)
    better = torch.sum(torch.gt(logits, torch.gather(logits, 1, torch.unsqueeze(y, 1))), [1])
    first = torch.to(torch.sum(torch.lt(better, 1)), 6)
    five = torch.to(torch.sum(torch.lt(better, 5)), 6)
    return (torch.stack([loss, first, five]), g)

  # ---- From gradients to new parameters. What is returned is what moved: the compiler removes what nobody reads
  # afterwards, update and all. Gradients of one image may share memory, so they are never changed in place. ----

  # The first piece of a batch brings its gradients, weighted by its share of the images; the others are added to them.
  def weigh(self: __torch__.Kernels, g: List[Tensor], share: float) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for one in g:
      _0 = torch.append(out, torch.mul(one, share))
    return out

  def accumulate(self: __torch__.Kernels, sums: List[Tensor], g: List[Tensor], share: float) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(torch.len(g)):
      _0 = torch.append(out, torch.add_(sums[i], g[i], alpha=share))
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
