
  # ---- Products. Continues the class of kernels.py; onednn.py is the same for processors that it serves. ----

  # W as "linear" takes it, laid out for many products with it.
  def packed(self: __torch__.Kernels, w: Tensor) -> Tensor:
    return w

  # x W^T + b in the number format of the weights.
  def linear(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.linear(torch.to(x, w), w, torch.to(b, w))

  # gelu of the same, for whoever does not need what is inside.
  def linear_gelu(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.gelu((self).linear(x, w, b))

  # g W, outside automatic differentiation.
  def linear_back_data(self: __torch__.Kernels, g: Tensor, w: Tensor) -> Tensor:
    return torch.mm(g, w)

  # g^T x, outside automatic differentiation.
  def linear_back_weight(self: __torch__.Kernels, g: Tensor, x: Tensor) -> Tensor:
    return torch.mm(torch.t(g), x)

  # scale a b for each matrix of a batch; before that a or b is transposed where asked for.
  def many(self: __torch__.Kernels, a: Tensor, b: Tensor, first: bool, second: bool, scale: float) -> Tensor:
    return (self).batched(a, b, first, second, scale)
