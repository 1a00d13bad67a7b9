// SPDX-License-Identifier: Apache-2.0

/// How a file of metrics is written; the forms that DVC, MLflow and pandas write.
public enum MetricsFormat: String, Sendable, CaseIterable {
  /// An object of numbers and objects.
  case json = "application/json"
  /// The same as YAML 1.2.
  case yaml = "application/yaml"
  /// A header and one row, or two columns `name,value`; RFC 4180.
  case csv = "text/csv"
  /// The same with tabs.
  case tsv = "text/tab-separated-values"

  /// The largest file that is taken, in bytes: a signed record holds all of it.
  public static let byteLimit = 64 << 10

  /// The endings of file names, for messages.
  public static let endings = ".json, .yaml, .yml, .csv or .tsv"

  /// The format by the ending of a file's name, whatever its case; nil when none is known.
  public init?(fileName: String) {
    let parts = fileName.split(separator: ".", omittingEmptySubsequences: false)
    switch parts.dropFirst().last?.lowercased() {
    case "json": self = .json
    case "yaml", "yml": self = .yaml
    case "csv": self = .csv
    case "tsv": self = .tsv
    default: return nil
    }
  }

  /// The numbers of a file, in its order.
  ///
  /// Texts, booleans, null and lists are no metrics and are passed over. A number that is not
  /// finite, a name twice, and a file without any number are errors.
  public func metrics(in bytes: [UInt8]) throws(MetricsError) -> [Metric] {
    guard bytes.count <= Self.byteLimit else { throw .tooLarge(bytes.count) }
    var collector = MetricsCollector()
    switch self {
    case .json: try collector.take(json: bytes)
    case .yaml: try collector.take(yaml: bytes)
    case .csv: try collector.take(table: bytes, separator: ",")
    case .tsv: try collector.take(table: bytes, separator: "\t")
    }
    guard !collector.metrics.isEmpty else { throw .noNumber }
    return collector.metrics
  }
}
