// SPDX-License-Identifier: Apache-2.0

extension Double {
  /// The number in three digits, as people compare them: `0.0124`, `1470`, `3.10e+120`.
  var brief: String {
    guard isFinite, self != 0 else { return self == 0 ? "0" : "\(self)" }
    var (digits, exponent) = (magnitude, 0)
    while digits >= 1000 { (digits, exponent) = (digits / 10, exponent + 1) }
    while digits < 100 { (digits, exponent) = (digits * 10, exponent - 1) }
    if digits.rounded() >= 1000 { (digits, exponent) = (100, exponent + 1) }
    let sign = self < 0 ? "−" : ""
    // A count is a count, however large it is.
    if self == rounded(), magnitude < 1e6 { return sign + "\(Int(magnitude))" }
    return sign + Self.text(Int(digits.rounded()), exponent)
  }

  /// The same with a sign, for a difference.
  var briefDifference: String { self > 0 ? "+" + brief : brief }

  /// Three digits times a power of ten.
  private static func text(_ digits: Int, _ exponent: Int) -> String {
    let text = String(digits)
    switch exponent {
    case -2, -1: return "\(text.dropLast(-exponent)).\(text.suffix(-exponent))"
    case -8 ... -3: return "0." + String(repeating: "0", count: -exponent - 3) + text
    case 0...3: return text + String(repeating: "0", count: exponent)
    default:
      let power = exponent + 2
      return "\(text.prefix(1)).\(text.dropFirst())e\(power < 0 ? "−" : "+")\(power.magnitude)"
    }
  }
}
