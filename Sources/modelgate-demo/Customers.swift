// SPDX-License-Identifier: Apache-2.0

/// The training data: customers of a phone company, and who of them left.
enum Customers {
  private static let header = "tenure_months,hours_a_week,support_calls,churned"

  /// The texts of the CSV files; the same ones at every call.
  static func files(count: Int, customers: Int) -> [String] {
    var numbers = Numbers()
    return (0..<count).map { _ in
      let rows = (0..<customers).map { _ in row(&numbers) }
      return ([header] + rows).joined(separator: "\n") + "\n"
    }
  }

  /// Customers leave early, when they use little and call often; one in twenty surprises.
  private static func row(_ numbers: inout Numbers) -> String {
    let tenure = numbers.next(below: 72) + 1
    let hours = numbers.next(below: 40)
    let calls = numbers.next(below: 9)
    let isUnhappy = calls * 12 > tenure + hours
    let isSurprise = numbers.next(below: 20) == 0
    return "\(tenure),\(hours),\(calls),\(isUnhappy != isSurprise ? 1 : 0)"
  }
}

/// The "minimal standard" generator of Park and Miller, <https://doi.org/10.1145/63039.63042>.
private struct Numbers {
  private var state: UInt64 = 2026

  mutating func next(below bound: UInt64) -> UInt64 {
    state = state * 16_807 % 2_147_483_647
    return state % bound
  }
}
