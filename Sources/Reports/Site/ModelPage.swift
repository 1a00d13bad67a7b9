// SPDX-License-Identifier: Apache-2.0

import Files

/// The page of one model: the verdict first, then where it comes from.
struct ModelPage {
  let model: SiteModel
  /// All models of the same pipeline, the oldest first.
  let siblings: [SiteModel]

  var content: HTML {
    """
    <h1>\(.name(model.name))</h1>
    <p class="lead">Built by the pipeline <strong>\(.name(model.pipeline))</strong> on \
    \(.time(model.finishedOn, hasSeconds: true)) from commit \(.code(model.commit.shortened)), on \
    \(model.datasets.count) \(model.datasets.count == 1 ? "dataset" : "datasets").</p>
    \(VerdictBanner(model: model).html)
    \(facts)
    \(contents)
    \(sections.map { HTML.section($0.id, $0.heading, $0.content) })
    """
  }

  private typealias Section = (id: String, heading: String, content: HTML)

  private var sections: [Section] {
    let metrics = MetricHistory(model: model, siblings: siblings)
    return [
      ("proof", "What was proved", proof),
      ("lineage", "Lineage", LineageDrawing(model: model).figure),
      ("code", "Code", code),
      ("data", "Data", DataSection(model: model, siblings: siblings).html),
      ("dependencies", "Dependencies", dependencies),
      ("metrics", "Metrics", model.metrics.isEmpty ? noMetrics : metrics.html),
      ("history", "History", history),
      ("attestation", "Attestation", attestation),
    ]
  }

  private var contents: HTML {
    let items = sections.map { "<li><a href=\"#\($0.id)\">\($0.heading)</a></li>\n" as HTML }
    return """
      <nav class="contents" aria-label="On this page"><ul>
      \(items)</ul></nav>
      """
  }

  private var facts: HTML {
    .facts([
      ("File", .code("sha256:" + model.file.withoutAlgorithm)),
      ("Model without its stamp", .code("sha256:" + model.payload.withoutAlgorithm)),
      ("Signed by", .code(model.signer)), ("Format", .text(model.format)),
      ("Run", .code(model.invocation)), ("Built with", .text("modelgate \(model.version)")),
    ])
  }

  private var proof: HTML {
    HTMLTable(
      "What was proved", ["Point", .init("Outcome", .tight), .init("What was compared", .wide)],
      model.points.map { [.name($0.name), $0.badge, .name($0.detail)] }
    ).html
  }

  private var code: HTML {
    .facts([
      ("Commit", .code(model.commit)), ("Tree", .code(model.tree)),
      ("Repository", .name(model.repository ?? "not known when it was built")),
      ("Branch", .name(model.reference ?? "none")),
      (
        "Command",
        .code(model.command.map { ShellWord.quote(bytes: Array($0.utf8)) }.joined(separator: " "))
      ),
      ("Started", .time(model.startedOn, hasSeconds: true)),
      ("Finished", .time(model.finishedOn, hasSeconds: true)),
      ("Variables", .code(model.environment.joined(separator: " "))),
    ])
  }

  private var dependencies: HTML {
    guard !model.dependencies.isEmpty else {
      return "<p>No file that pins the software was declared.</p>\n"
    }
    return HTMLTable(
      "Dependencies", ["File", .init("Digest", .wide)],
      model.dependencies.map { [.name($0.path), .code($0.digest)] }
    ).html
  }

  private var noMetrics: HTML {
    "<p>The pipeline named no file of metrics when this model was built.</p>\n"
  }

  private var history: HTML {
    guard siblings.count > 1 else {
      return "<p>The only model of this pipeline in the ledger.</p>\n"
    }
    let befores: [SiteModel?] = [nil] + siblings
    return HTMLTable(
      "History",
      [
        .init("Built", .tight), "Model", .init("Commit", .tight), "Changed since the build before",
        .init("Verdict", .tight),
      ],
      zip(siblings, befores).reversed().map { other, before in
        [
          other.link(from: model), .name(other.name), .code(other.commit.shortened),
          before.map { changes(of: other, since: $0) } ?? "–", other.verdict.badge,
        ]
      }
    ).html
  }

  private func changes(of model: SiteModel, since before: SiteModel) -> HTML {
    let words = SiteChanges(model: model, before: before).words
    if !words.isEmpty { return .name(words.joined(separator: ", ")) }
    return model.payload == before.payload ? "nothing, and the same came out" : "nothing"
  }

  private var attestation: HTML {
    """
    <p>The statement as it was signed. <code>git show</code> of the ledger has it with its \
    signature.</p>
    <details><summary>Show the statement</summary>
    <pre tabindex="0" role="region" aria-label="Statement">\(model.statement)</pre></details>

    """
  }
}

extension String {
  /// The first digits of an object's name.
  var shortened: String { String(prefix(12)) }

  /// A digest without the name of its algorithm.
  var withoutAlgorithm: String { String(split(separator: ":").last ?? "") }
}
