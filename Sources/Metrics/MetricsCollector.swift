// SPDX-License-Identifier: Apache-2.0

/// Gathers the numbers of one file, each under its full name.
struct MetricsCollector {
  /// The longest name, in bytes; longer ones are texts, and no names.
  static let nameLimit = 256

  private(set) var metrics: [Metric] = []
  /// Names as bytes: Unicode has texts that differ and are equal.
  private var names: Set<[UInt8]> = []

  /// Adds a number, which must be finite and have a name of its own.
  mutating func add(_ path: [String], _ literal: String, _ value: Double?) throws(MetricsError) {
    let name = path.joined(separator: ".")
    guard let value, let metric = Metric(name: name, literal: literal, value: value) else {
      throw .notFinite(name: name, literal: literal)
    }
    guard !name.isEmpty else { throw .badName("is empty") }
    guard name.utf8.count <= Self.nameLimit else {
      throw .badName("has more than \(Self.nameLimit) bytes")
    }
    guard names.insert(Array(name.utf8)).inserted else { throw .duplicate(name) }
    metrics.append(metric)
  }
}
