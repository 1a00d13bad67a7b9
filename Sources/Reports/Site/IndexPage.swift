// SPDX-License-Identifier: Apache-2.0

/// The first page: all models, the newest first.
struct IndexPage {
  let title: String
  /// The models, the newest first.
  let models: [SiteModel]

  var content: HTML {
    """
    <h1>\(title)</h1>
    <p class="lead">Every model that the ledger records: which commit and which data it was trained \
    on, and what of that could be proved.</p>
    \(tiles)
    \(list)

    """
  }

  private var list: HTML {
    guard !models.isEmpty else { return "<p>The ledger records no model yet.</p>" }
    return "\(search)\(table)"
  }

  private var tiles: HTML {
    let counts: [(String, Int)] = [
      ("models", models.count),
      ("verified", models.count { $0.verdict == .verified }),
      ("not verified", models.count { $0.verdict == .refuted }),
      ("could not judge", models.count { $0.verdict == .unknown }),
    ]
    let items = counts.map { name, count in
      "<li><strong>\(count)</strong>\(name)</li>\n" as HTML
    }
    return "<ul class=\"tiles\">\n\(items)</ul>\n"
  }

  /// Hidden until the script is there that makes it work.
  private var search: HTML {
    """
    <form role="search" hidden><label for="search">Find a model by its name, commit, pipeline, \
    dataset or digest</label>
    <input id="search" type="search" autocomplete="off" spellcheck="false">
    <p id="found" role="status" class="lead"></p></form>

    """
  }

  private var table: HTML {
    .table(
      "Models", ["Model", "Pipeline", "Built", "Commit", "Data", "Verdict"],
      models.map { model in
        let cells: [HTML] = [
          "<a href=\"models/\(model.page).html\">\(model.name)</a>", .text(model.pipeline),
          "<time>\(model.finishedOn)</time>", .code(model.commit.shortened),
          .text(model.datasets.map(\.name).joined(separator: ", ")), model.verdict.badge,
        ]
        return (Self.words(of: model), cells)
      })
  }

  /// What the search finds a model by, beyond what its row shows.
  private static func words(of model: SiteModel) -> String {
    ([model.file, model.payload, model.commit, model.tree, model.invocation]
      + model.datasets.flatMap { [$0.digest, $0.path] }
      + model.dependencies.flatMap { [$0.digest, $0.path] })
      .joined(separator: " ")
  }
}
