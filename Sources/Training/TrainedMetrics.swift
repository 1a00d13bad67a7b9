// SPDX-License-Identifier: Apache-2.0

import Attestation
import Files
import Metrics
import SystemPackage

/// The metrics as the training left them in the output folder: read once, and checked.
struct TrainedMetrics {
  /// The file, for the signed record.
  let file: BuildProvenance.MetricsFile
  /// The numbers in it.
  let metrics: [Metric]

  /// Takes the file out of an output folder.
  ///
  /// It must be a regular file of one name, reached through no link, as the model must.
  init(named name: RelativePath, in output: FilePath, log: FilePath) throws {
    let path = name.description
    let root = try RootDirectory(output)
    guard let status = try? root.status(name) else {
      throw TrainingError.noMetrics(
        path: path, produced: TrainedModel.produced(in: output), log: log.printable)
    }
    if let reason = TrainedModel.unfitness(status) {
      throw TrainingError.metricsUnfit(path: path, reason: reason)
    }
    // The configuration was checked: the name's ending says how it is written.
    guard let format = MetricsFormat(fileName: path) else {
      throw TrainingError.metricsUnfit(
        path: path, reason: "does not end in \(MetricsFormat.endings)")
    }
    do {
      guard status.size <= MetricsFormat.byteLimit else {
        throw MetricsError.tooLarge(Int(clamping: status.size))
      }
      let content = try root.read(name, limit: MetricsFormat.byteLimit)
      metrics = try format.metrics(in: content)
      file = .init(path: path, mediaType: format.rawValue, content: content)
    } catch let error as MetricsError {
      throw TrainingError.metricsUnfit(path: path, reason: error.description)
    }
  }
}
