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
    a = torch.softmax(torch.mul(torch.matmul(q, torch.transpose(k, 2, 3)), scale), 3)
    y = torch.reshape(torch.transpose(torch.matmul(a, v), 1, 2), [b, t, d])
    row = torch.slice(torch.select(a, 2, 0), 2, 1, t)
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

  # Training loss of one batch: (loss, logits, gradients in the order of p). iterations is empty for a network without layers.
  def gradients(self: __torch__.Kernels, params: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor) -> Tuple[Tensor, Tensor, List[Tensor]]:
    p = annotate(List[Tensor], [])
    for w in params:
      _0 = torch.append(p, (self).leaf(w))
    s, r = (self).trunk(p, x, depth, heads, scale, eps, drop)
    if torch.gt(torch.len(iterations), 0):
      c = (self).minmax(r)
      o = 8 + 12 * depth
      for i in range(torch.len(iterations)):
        s, c = (self).layer(s, c, p[o + 2 * i], p[o + 2 * i + 1], iterations[i], laplacian)
    logits = (self).pooled(s)
    loss = torch.cross_entropy_loss(logits, y)
    grads = (self).pull([loss], p, [torch.ones_like(loss)], False)
    return (torch.detach(loss), torch.detach(logits), grads)

  # AdamW, betas 0.9 and 0.999, eps 1e-8, in place; weight decay only where decayed says so. step counts from 1.
  # Returns the moved parameters: what nobody reads afterwards, the compiler would remove, update and all.
  def adamw(self: __torch__.Kernels, p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], decayed: List[bool], step: int, lr: float, decay: float) -> List[Tensor]:
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
      torch._fused_adamw_(gp, gg, gm, gv, annotate(List[Tensor], []), gn, lr=lr, beta1=0.9, beta2=0.999, weight_decay=decay * float(group), eps=1e-8, amsgrad=False, maximize=False)
      torch.extend(moved, gp)
    return moved

  # One training step in one call: (loss, top-1 hits, top-5 hits) of the batch before the update.
  def step(self: __torch__.Kernels, p: List[Tensor], m: List[Tensor], v: List[Tensor], decayed: List[bool], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, step: int, lr: float, decay: float) -> Tuple[Tensor, List[Tensor]]:
    loss, logits, g = (self).gradients(p, x, y, drop, depth, heads, scale, eps, iterations, laplacian)
    moved = (self).adamw(p, g, m, v, decayed, step, lr, decay)
    better = torch.sum(torch.gt(logits, torch.gather(logits, 1, torch.unsqueeze(y, 1))), [1])
    first = torch.to(torch.sum(torch.lt(better, 1)), 6)
    five = torch.to(torch.sum(torch.lt(better, 5)), 6)
    return (torch.stack([loss, first, five]), moved)
