// SPDX-License-Identifier: Apache-2.0

import Findings

/// What a model was trained on: how much, of what kind, and how that came to be.
struct DataSection {
  let model: SiteModel
  /// All models of the same pipeline, the oldest first.
  let siblings: [SiteModel]

  var html: HTML {
    guard !model.datasets.isEmpty else { return "<p>The training read no declared data.</p>\n" }
    return "\(table)\(model.datasets.map(kinds))"
  }

  private var table: HTML {
    HTMLTable(
      "Data",
      [
        "Dataset", "Path", .init("Versioned by", .tight), .init("Files", .number),
        .init("Size", .number), .init("Size over the builds", .wide), .init("Digest", .wide),
      ],
      model.datasets.enumerated().map { index, dataset in
        [
          .name(dataset.name), .name(dataset.path), .name(dataset.format),
          .text("\(dataset.files)"),
          .text(ByteCount.text(dataset.bytes).replacing(" ", with: "\u{a0}")),
          line(dataset, id: "size-\(index)"), .code(dataset.digest),
        ]
      }
    ).html
  }

  private func line(_ dataset: SiteModel.Dataset, id: String) -> HTML {
    Sparkline("bytes of \(dataset.name)", id: id, of: siblings, on: model.page) { other in
      other.datasets.first { $0.name == dataset.name }.map { Double($0.bytes) }
    }.html
  }

  /// The files by the endings of their names; the table is what the bars say.
  private func kinds(of dataset: SiteModel.Dataset) -> HTML {
    guard let most = dataset.kinds.map(\.files).max(), most > 0 else { return .nothing }
    return """
      <h3>Files of \(.name(dataset.name))</h3>
      \(HTMLTable(
        "Files of \(dataset.name) by type", [.init("Type", .tight), .init("Files", .number), .init("Share", .wide)],
        dataset.kinds.map { kind in
          [.name(kind.name), .text("\(kind.files)"), bar(Double(kind.files) / Double(most))]
        }).html)
      """
  }

  private func bar(_ share: Double) -> HTML {
    """
    <svg class="bar" viewBox="0 0 200 12" aria-hidden="true">\
    <rect width="\(max(1, Int(share * 200)))" height="12" rx="3"/></svg>
    """
  }
}
