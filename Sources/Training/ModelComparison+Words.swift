// SPDX-License-Identifier: Apache-2.0

import Attestation
import Stamps

extension ModelComparison {
  /// Close are models that differ in numbers only, none of them by more than the tolerance.
  func outcome(within tolerance: Double) -> RebuildResult.Outcome {
    if isIdentical { return .identical }
    let isClose = differences.allSatisfy { difference in
      guard case .values(_, let values) = difference else { return false }
      return values.maxRelative <= tolerance
    }
    return isClose ? .close : .different
  }
}

extension ModelComparison.Difference {
  /// In what the models differ, for people.
  var description: String {
    switch self {
    case .format(let ours, let theirs): "the format is \(theirs), was \(ours)"
    case .missing(let name): "'\(name)' is missing"
    case .extra(let name): "'\(name)' is new"
    case .shape(let name, let ours, let theirs): "'\(name)' is \(theirs), was \(ours)"
    case .values(let name, let values):
      "'\(name)' differs in \(values.count) of \(values.total) numbers, by at most "
        + "\(values.maxAbsolute.short) absolute, \(values.maxRelative.short) relative"
    case .bytes(let name): "'\(name)' has other bytes"
    case .metadata(let key): "the metadata '\(key)' is another"
    case .structure: "the numbers are the same, the file around them is not"
    }
  }
}

extension Double {
  /// Three significant digits, which is what people compare: `1.25e-7`.
  fileprivate var short: String {
    guard isFinite, self != 0 else { return "\(self)" }
    var (mantissa, exponent) = (abs(self), 0)
    while mantissa >= 9.995 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 0.9995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let digits = Int((mantissa * 100).rounded())
    let fraction = digits % 100 < 10 ? "0\(digits % 100)" : "\(digits % 100)"
    return "\(self < 0 ? "-" : "")\(digits / 100).\(fraction)e\(exponent)"
  }
}
