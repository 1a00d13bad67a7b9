// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Trainings that need nothing but Python's standard library.
enum Example {
  /// A configuration with one dataset and one pipeline.
  static func configuration(
    run: String = #"[python3, train.py]"#, model: String = "model.safetensors",
    metrics: String? = nil, data: String = "data/train"
  ) -> String {
    let metrics = metrics.map { "    metrics: \($0)\n" } ?? ""
    return """
      version: 1
      data:
        train: { path: \(data) }
      pipelines:
        mean:
          run: \(run)
          data: [train]
          model: \(model)
      \(metrics)
      """
  }

  /// Writes the mean of each column as a safetensors file, by the format's own specification.
  static let training = """
    import json, os, struct
    from pathlib import Path

    rows = []
    for file in sorted(Path(os.environ["MODELGATE_DATA_TRAIN"]).rglob("*.csv")):
        rows += [[float(x) for x in line.split(",")] for line in file.read_text().split()]
    means = [sum(column) / len(column) for column in zip(*rows)]
    weights = struct.pack(f"<{len(means)}d", *means)
    header = json.dumps({"mean": {"dtype": "F64", "shape": [len(means)],
                                  "data_offsets": [0, len(weights)]}}).encode()
    header += b" " * (-len(header) % 8)
    out = Path(os.environ["MODELGATE_OUTPUT"])
    (out / "model.safetensors").write_bytes(struct.pack("<Q", len(header)) + header + weights)
    print("trained on", len(rows), "rows")

    """
}

extension Project {
  /// A committed repository with data, a manifest and a training.
  static func small(
    run: String = #"[python3, train.py]"#, model: String = "model.safetensors",
    metrics: String? = nil, files: [String: String] = [:]
  ) async throws -> Project {
    let project = try await Project()
    let repository = project.repository
    try repository.write("1,2\n3,4\n", to: "data/train/a.csv")
    try repository.write("5,6\n", to: "data/train/more/b.csv")
    try repository.write("/data/train/\n", to: ".gitignore")
    try repository.write(
      Example.configuration(run: run, model: model, metrics: metrics), to: "modelgate.yaml")
    try repository.write(Example.training, to: "train.py")
    for (path, text) in files { try repository.write(text, to: path) }
    try await project.expect(0, "data", "track", "data/train")
    try await repository.commit("first")
    return project
  }
}
