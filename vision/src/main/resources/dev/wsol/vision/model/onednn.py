
  # ---- products.py by oneDNN. In float32 PyTorch multiplies with MKL, which took 17 to 150 % longer on the AMDs
  # where it was measured. Automatic differentiation does not know these products: what it records goes the portable way. ----

  # One call of oneDNN's. W may be packed or not; what "packed" made is for x W^T alone, gradients want W as it was.
  def product(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Optional[Tensor], after: str) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, b, after, annotate(List[Optional[number]], []), "none")

  # Whether oneDNN takes such numbers here: bfloat16 asks for AVX-512 or better.
  def serves(self: __torch__.Kernels, w: Tensor) -> bool:
    if ops.prim.is_cuda(w):
      return False
    if torch.eq(ops.prim.dtype(w), 6):
      return True
    return ops.mkldnn._is_mkldnn_bf16_supported()

  # Whether automatic differentiation records a product.
  def recorded(self: __torch__.Kernels, x: Tensor, w: Tensor) -> bool:
    return torch.__or__(ops.prim.requires_grad(x), ops.prim.requires_grad(w))

  # The layout depends on the number of rows; that of 16 images is good for all.
  def packed(self: __torch__.Kernels, w: Tensor) -> Tensor:
    if torch.__not__((self).serves(w)):
      return w
    return ops.mkldnn._reorder_linear_weight(torch.detach(w), 3152)

  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    d = ops.prim.dtype(w)
    m = w
    # Packing costs as much as some hundred rows.
    if torch.__and__(torch.__not__((self).recorded(x, w)), torch.ge(torch.numel(x), 512 * torch.size(w, 1))):
      if torch.__not__(ops.prim.is_mkldnn(w)):
        m = (self).packed(w)
    if ops.prim.is_mkldnn(m):
      return (self).product(torch.to(x, d), m, torch.to(b, d), "none")
    return torch.linear(torch.to(x, d), w, torch.to(b, d))

  def linear_gelu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    if ops.prim.is_mkldnn(w):
      d = ops.prim.dtype(w)
      return (self).product(torch.to(x, d), w, torch.to(b, d), "gelu")
    return torch.gelu((self).linear(x, w, b))

  def linear_back_data(self: __torch__.Kernels, g: Tensor, w: Tensor) -> Tensor:
    # In bfloat16 torch.mm goes to oneDNN, too, and is as fast or faster.
    if torch.__and__(torch.eq(ops.prim.dtype(g), 6), (self).serves(w)):
      return (self).product(g, torch.t(w), None, "none")
    return torch.mm(g, w)

  def linear_back_weight(self: __torch__.Kernels, g: Tensor, x: Tensor) -> Tensor:
    if torch.__and__(torch.eq(ops.prim.dtype(g), 6), (self).serves(x)):
      # The first factor is copied, the other is not, so the narrower one comes first.
      if torch.lt(torch.size(g, 1), torch.size(x, 1)):
        return (self).product(torch.t(g), torch.t(x), None, "none")
      return torch.t((self).product(torch.t(x), torch.t(g), None, "none"))
    return torch.mm(torch.t(g), x)

  # In float32 MKL again. A 1x1 convolution in as many groups as there are matrices is a product for each; its gradients are the
  # products with one factor transposed. Dilation changes nothing in 1x1: to a single thread PyTorch gives oneDNN only dilated ones.
  def many(self: __torch__.Kernels, a: Tensor, b: Tensor, first: bool, second: bool, scale: float) -> Tensor:
    if torch.__or__((self).recorded(a, b), torch.__or__(torch.ne(ops.prim.dtype(a), 6), torch.__not__((self).serves(b)))):
      return (self).batched(a, b, first, second, scale)
    n = torch.size(a, 0)
    left = torch.reshape(a, [n * torch.size(a, 1), torch.size(a, 2), 1, 1])
    right = torch.reshape(b, [1, n * torch.size(b, 1), torch.size(b, 2), 1])
    if second:
      gy = torch.reshape(a, [1, n * torch.size(a, 1), torch.size(a, 2), 1])
      if scale != 1.:
        # The factor is smaller than the product.
        gy = torch.mul(gy, scale)
      w = torch.empty([n * torch.size(a, 1), torch.size(b, 1), 1, 1], dtype=6)
      _0, out, _1 = torch.convolution_backward(gy, right, w, None, [1, 1], [0, 0], [2, 2], False, [0, 0], n, [False, True, False])
      return torch.reshape(out, [n, torch.size(a, 1), torch.size(b, 1)])
    if first:
      x = torch.empty([1, n * torch.size(a, 2), torch.size(b, 2), 1], dtype=6)
      out, _2, _3 = torch.convolution_backward(right, x, left, None, [1, 1], [0, 0], [2, 2], False, [0, 0], n, [True, False, False])
      out = torch.reshape(out, [n, torch.size(a, 2), torch.size(b, 2)])
    else:
      out = torch.reshape(torch.conv2d(right, left, None, [1, 1], [0, 0], [2, 2], n), [n, torch.size(a, 1), torch.size(b, 2)])
    if scale != 1.:
      out = torch.mul_(out, scale)
    return out
