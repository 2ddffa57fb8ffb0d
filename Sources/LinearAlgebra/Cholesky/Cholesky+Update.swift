internal import Glibc

extension Cholesky {
  /// Updates the factor to that of A + x xᵀ, without factorizing again.
  ///
  /// One Givens rotation per column brings xᵢ into lᵢᵢ; the sum stays positive definite, so this
  /// cannot fail. `column` is *x*: a length other than ``order`` and elements that are NaN or
  /// infinite are precondition failures.
  ///
  /// - Complexity: O(*n*²).
  /// - SeeAlso: Gill, Golub, Murray and Saunders (1974), *Mathematics of Computation* 28, 505–535,
  ///   doi:10.1090/S0025-5718-1974-0343558-6.
  public mutating func update(adding column: Span<Double>) {
    let order = self.order
    precondition(column.count == order, "A column of \(column.count), a factor of \(order)")
    var x = Array(capacity: order) { rest in
      for index in column.indices {
        precondition(column[index].isFinite, "Element \(index) of the column is \(column[index])")
        rest.append(column[index])
      }
    }
    unsafe withUnsafeMutableLower { lower in
      for k in 0 ..< order where x[k] != 0 {
        let pivot = unsafe lower[k + k * order]
        let radius = hypot(pivot, x[k])
        let cosine = pivot / radius
        let sine = x[k] / radius
        unsafe lower[k + k * order] = radius
        for i in k + 1 ..< order {
          let l = unsafe lower[i + k * order]
          unsafe lower[i + k * order] = cosine * l + sine * x[i]
          x[i] = cosine * x[i] - sine * l
        }
      }
    }
  }
}
