// SPDX-License-Identifier: Apache-2.0

import Attestation
import Findings
import Metrics

extension BuildProvenance {
  /// The numbers that the training reported; the reason when the signed file holds none.
  var reportedMetrics: Result<[Metric], MetricsError> {
    guard let metrics else { return .success([]) }
    guard let format = MetricsFormat(rawValue: metrics.mediaType) else {
      return .failure(.malformed(format: "file of metrics", reason: "its type is unknown"))
    }
    return Result { () throws(MetricsError) in try format.metrics(in: metrics.content) }
  }
}

/// What the signed record says of the model's quality: worth knowing, and not to be proved here.
struct MetricsPoint {
  /// As many fit on a line; a page and the JSON have all.
  private static let shown = 6

  let provenance: BuildProvenance

  /// A note with the first numbers; nil when the pipeline keeps none.
  func point() -> AuditPoint? {
    switch provenance.reportedMetrics {
    case .success(let metrics):
      metrics.isEmpty
        ? nil : AuditPoint("metrics", .note, "the training reported \(words(metrics))")
    case .failure(let error):
      AuditPoint("metrics", .note, "the attested file of metrics \(error)")
    }
  }

  private func words(_ metrics: [Metric]) -> String {
    let first = metrics.prefix(Self.shown).map { metric in
      "\(PrintableText.escape(metric.name)) \(metric.literal)"
    }
    let rest = metrics.count - first.count
    return first.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
