// SPDX-License-Identifier: Apache-2.0

public import Configuration
import Files

extension BuildPlan {
  /// The plan of a declared pipeline; the only one, when none is named.
  public init(_ configuration: Configuration, pipeline name: String?) throws(TrainingError) {
    let pipeline = try Self.choose(configuration, name)
    var datasets: [Dataset] = []
    for name in pipeline.data {
      // The configuration was checked: a pipeline names declared data only.
      guard let data = configuration.dataset(name) else { continue }
      datasets.append(
        Dataset(name: name, path: data.path.path, manifest: data.manifest?.path))
    }
    self.init(
      pipeline: pipeline.name, command: pipeline.run, datasets: datasets,
      dependencies: pipeline.dependencies.map(\.path), model: pipeline.model,
      metrics: pipeline.metrics)
  }

  private static func choose(_ configuration: Configuration, _ name: String?)
    throws(TrainingError) -> Pipeline
  {
    let known = configuration.pipelines.map(\.name)
    if let name {
      guard let pipeline = configuration.pipeline(name) else {
        throw .unknownPipeline(name, known: known)
      }
      return pipeline
    }
    guard let only = configuration.pipelines.first, known.count == 1 else {
      throw .nothingToBuild(
        reason: known.isEmpty
          ? "there is no pipeline to build: no 'modelgate.yaml' declares one"
          : "there are several pipelines, name one of: \(known.joined(separator: ", "))")
    }
    return only
  }
}
