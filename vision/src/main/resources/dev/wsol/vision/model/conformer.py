
  # ---- Conformer (spec section 5). Continues the class of kernels.py. p holds the parameters in state-dict order: 0 cls_token,
  # 1-2 trans_norm, 3-4 trans_cls_head, 5-6 conv_cls_head, 7-9 stem, 10-21 conv_1, 22-23 trans_patch_conv, 24-35 trans_1, then
  # conv_trans_2.. and layers. b holds, in the same order, running mean, running variance and count of every batch norm. ----

  # Convolution in the number format of its weights, without bias.
  def conv(self: __torch__.Kernels, x: Tensor, w: Tensor, stride: int, padding: int) -> Tensor:
    return torch.to(torch.conv2d(torch.to(x, w), w, None, [stride, stride], [padding, padding]), 6)

  # 1x1 convolution with bias.
  def project(self: __torch__.Kernels, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    return torch.to(torch.conv2d(torch.to(x, w), w, torch.to(bias, w)), 6)

  # Batch norm p[o], p[o + 1] with the running statistics b[n], b[n + 1], which training moves by a tenth.
  def batch_norm(self: __torch__.Kernels, p: List[Tensor], o: int, b: List[Tensor], n: int, x: Tensor, eps: float, training: bool) -> Tensor:
    return torch.batch_norm(x, p[o], p[o + 1], b[n], b[n + 1], training, 0.1, eps, True)

  # Bottleneck: 1x1, (injected map), 3x3 with the stride, 1x1, and around it the residual, itself convolved where residual is
  # true. Returns the block's output and the inner map behind the 3x3.
  def bottleneck(self: __torch__.Kernels, p: List[Tensor], o: int, b: List[Tensor], n: int, x: Tensor, stride: int, residual: bool, inject: Tensor, training: bool) -> Tuple[Tensor, Tensor]:
    y = torch.relu((self).batch_norm(p, o + 1, b, n, (self).conv(x, p[o], 1, 0), 1e-6, training))
    if torch.gt(torch.numel(inject), 0):
      y = torch.add(y, inject)
    inner = torch.relu((self).batch_norm(p, o + 4, b, n + 3, (self).conv(y, p[o + 3], stride, 1), 1e-6, training))
    z = (self).batch_norm(p, o + 7, b, n + 6, (self).conv(inner, p[o + 6], 1, 0), 1e-6, training)
    around = x
    if residual:
      around = (self).batch_norm(p, o + 10, b, n + 9, (self).conv(x, p[o + 9], stride, 0), 1e-6, training)
    return (torch.relu(torch.add(z, around)), inner)

  # (B,3,H,W) -> S (B,C,g,g), r (B,N) and the logits of the convolutional branch (B,C).
  def conformer(self: __torch__.Kernels, p: List[Tensor], b: List[Tensor], x: Tensor, depth: int, heads: int, scale: float, eps: float, drop: Tensor, training: bool) -> Tuple[Tensor, Tensor, Tensor]:
    none = torch.zeros([0], dtype=6, device=ops.prim.device(x))
    stem = torch.relu((self).batch_norm(p, 8, b, 0, (self).conv(x, p[7], 2, 3), 1e-5, training))
    base = torch.max_pool2d(stem, [3, 3], [2, 2], [1, 1])
    d = torch.size(p[0], 2)
    size = torch.size(p[22], 2)
    patches = torch.to(torch.conv2d(torch.to(base, p[22]), p[22], torch.to(p[23], p[22]), [size, size]), 6)
    g = torch.size(patches, 3)
    cls = torch.expand(p[0], [torch.size(x, 0), -1, -1])
    t = torch.cat([cls, torch.transpose(torch.flatten(patches, 2, 3), 1, 2)], 1)
    keep = drop
    if torch.gt(torch.numel(drop), 0):
      keep = torch.select(drop, 0, 0)
    t, r = (self).block(p, 24, t, heads, scale, eps, keep)
    m, _0 = (self).bottleneck(p, 10, b, 3, base, 1, True, none, training)
    o = 36
    n = 15
    each = torch.floordiv(depth, 3)
    for j in range(depth - 1):
      i = j + 1
      stage = torch.floordiv(i, each)
      q = 1
      for _1 in range(2 - stage):
        q = q * 2
      first = torch.eq(i, stage * each)
      last = torch.eq(i, depth - 1)
      stride = 1
      own = 9
      if first:
        stride = 2
        own = 12
      down = 1
      fusion = 9
      if last:
        down = 2
        fusion = 12
      m, inner = (self).bottleneck(p, o, b, n, m, stride, first, none, training)
      f = o + own
      s = f + fusion
      # The map as tokens, behind the class token as it stands.
      tokens = torch.avg_pool2d((self).project(inner, p[s], p[s + 1]), [q, q], [q, q])
      tokens = torch.transpose(torch.flatten(tokens, 2, 3), 1, 2)
      tokens = torch.gelu(torch.layer_norm(tokens, [d], p[s + 2], p[s + 3], eps))
      tokens = torch.cat([torch.slice(t, 1, 0, 1), tokens], 1)
      if torch.gt(torch.numel(drop), 0):
        keep = torch.select(drop, 0, i)
      t, row = (self).block(p, s + 8, torch.add(tokens, t), heads, scale, eps, keep)
      r = torch.add(r, row)
      # The tokens as a map, added inside the second bottleneck.
      up = torch.reshape(torch.transpose(torch.slice(t, 1, 1, torch.size(t, 1)), 1, 2), [-1, d, g, g])
      up = torch.relu((self).batch_norm(p, s + 6, b, n + own + fusion, (self).project(up, p[s + 4], p[s + 5]), 1e-6, training))
      up = torch.upsample_nearest2d(up, [g * q, g * q])
      m, _2 = (self).bottleneck(p, f, b, n + own, m, down, last, up, training)
      o = s + 20
      n = n + own + fusion + 3
    logits = torch.to((self).linear(torch.mean(m, [2, 3]), p[5], p[6]), 6)
    t = torch.layer_norm(t, [d], p[1], p[2], 1e-5)
    up = torch.reshape(torch.transpose(torch.slice(t, 1, 1, torch.size(t, 1)), 1, 2), [-1, d, g, g])
    return (torch.to(torch.conv2d(torch.to(up, p[3]), p[3], torch.to(p[4], p[3]), [1, 1], [1, 1]), 6), r, logits)

  # What localizes, as "predict" says it. The calibration layers shape the logits here too: they are part of this family's
  # evaluation. An empty ladder asks for the layers as published.
  def conformer_predict(self: __torch__.Kernels, p: List[Tensor], b: List[Tensor], x: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float]) -> Tuple[Tensor, Tensor, Tensor]:
    none = torch.zeros([0], dtype=6, device=ops.prim.device(x))
    s, r, more = (self).conformer(p, b, x, depth, heads, scale, eps, none, False)
    layers = torch.len(iterations)
    if torch.gt(layers, 0):
      r = (self).minmax(r)
    xs = s
    cs = r
    o = torch.len(p) - 2 * layers
    rungs = torch.len(ladder)
    for i in range(layers):
      if torch.gt(rungs, 0):
        e = (self).edges(xs, p[o + 2 * i + 1], torch.diagonal(laplacian), torch.neg(torch.diagonal(laplacian, 1)))
        w = [(self).node_major(e[0]), (self).node_major(e[1]), (self).node_major(e[2])]
        rung = (self).rung(w, ladder)
        a = filters[i * rungs + rung]
        basis = (self).basis(w, (self).node_major(cs), torch.size(a, 0) - 1, ladder[rung])
        u = (self).batch_major(torch.reshape(torch.matmul(a, torch.flatten(basis, 1, 2)), torch.size(w[0])))
        xs, cs = (self).calibrate(xs, cs, u, p[o + 2 * i])
      else:
        xs, cs = (self).layer(xs, cs, p[o + 2 * i], p[o + 2 * i + 1], iterations[i], laplacian)
    return (torch.add((self).pooled(xs), more), r, s)

  # As "gradients"; the running statistics in b move.
  def conformer_gradients(self: __torch__.Kernels, params: List[Tensor], b: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, Tensor, List[Tensor]]:
    p = annotate(List[Tensor], [])
    for w in params:
      _0 = torch.append(p, (self).leaf(w))
    s, r, more = (self).conformer(p, b, x, depth, heads, scale, eps, drop, True)
    layers = torch.len(iterations)
    o = torch.len(p) - 2 * layers
    if torch.gt(layers, 0):
      c = (self).minmax(r)
      if torch.gt(torch.len(ladder), 0):
        loss, logits, grads = (self).calibrated(p, s, c, torch.slice(p, 0, o), more, y, o, layers, laplacian, filters, ladder, smoothing)
        return (torch.detach(loss), torch.detach(logits), grads)
      for i in range(layers):
        s, c = (self).layer(s, c, p[o + 2 * i], p[o + 2 * i + 1], iterations[i], laplacian)
    logits = torch.add((self).pooled(s), more)
    loss = torch.cross_entropy_loss(logits, y, None, 1, -100, smoothing)
    grads = (self).pull([loss], p, [torch.ones_like(loss)], False)
    return (torch.detach(loss), torch.detach(logits), grads)

  # As "lesson"; the batches seen by every batch norm are counted, the counts are returned behind the rest.
  def conformer_lesson(self: __torch__.Kernels, p: List[Tensor], b: List[Tensor], x: Tensor, y: Tensor, drop: Tensor, depth: int, heads: int, scale: float, eps: float, iterations: List[int], laplacian: Tensor, filters: List[Tensor], ladder: List[float], smoothing: float) -> Tuple[Tensor, List[Tensor], List[Tensor]]:
    loss, logits, g = (self).conformer_gradients(p, b, x, y, drop, depth, heads, scale, eps, iterations, laplacian, filters, ladder, smoothing)
    counted = annotate(List[Tensor], [])
    for i in range(torch.floordiv(torch.len(b), 3)):
      _0 = torch.append(counted, torch.add_(b[3 * i + 2], 1))
    return ((self).hits(loss, logits, y), g, counted)
