// SPDX-License-Identifier: Apache-2.0

import Metrics

/// The page of one model: the verdict first, then where it comes from.
struct ModelPage {
  let model: SiteModel
  /// All models of the same pipeline, the oldest first.
  let siblings: [SiteModel]

  var content: HTML {
    """
    <h1>\(model.name)</h1>
    <p>\(model.verdict.badge)</p>
    <p class="lead">Built by the pipeline <strong>\(model.pipeline)</strong> on \
    <time>\(model.finishedOn)</time> from commit \(.code(model.commit.shortened)), on \
    \(model.datasets.count) \(model.datasets.count == 1 ? "dataset" : "datasets").</p>
    \(facts)
    \(HTML.section("proof", "What was proved", proof))
    \(HTML.section("lineage", "Lineage", LineageDrawing(model: model).figure))
    \(HTML.section("code", "Code", code))
    \(HTML.section("data", "Data", data))
    \(HTML.section("dependencies", "Dependencies", dependencies))
    \(metrics)
    \(HTML.section("history", "History", history))
    \(HTML.section("attestation", "Attestation", attestation))
    """
  }

  private var facts: HTML {
    .facts([
      ("File", .code("sha256:" + model.file.withoutAlgorithm)),
      ("Model whatever its stamp", .code("sha256:" + model.payload.withoutAlgorithm)),
      ("Format", .text(model.format)), ("Run", .code(model.invocation)),
      ("Signed by the key", .code(model.signer)), ("Built with modelgate", .text(model.version)),
    ])
  }

  private var proof: HTML {
    .table(
      "What was proved", ["Point", "Outcome", "What was compared"],
      model.points.map { point in
        [.text(point.name), point.badge, .text(point.detail)]
      })
  }

  private var code: HTML {
    .facts([
      ("Commit", .code(model.commit)), ("Tree", .code(model.tree)),
      ("Repository", .text(model.repository ?? "not known when it was built")),
      ("Branch", .text(model.reference ?? "none")),
      ("Command", .code(model.command.joined(separator: " "))),
      ("Started", .text(model.startedOn)), ("Finished", .text(model.finishedOn)),
      ("Environment variables", .text(model.environment.joined(separator: ", "))),
    ])
  }

  private var data: HTML {
    guard !model.datasets.isEmpty else { return "<p>The training read no declared data.</p>\n" }
    return .table(
      "Data", ["Dataset", "Path", "Versioned by", "Files", "Bytes", "Dataset digest"],
      model.datasets.map { dataset in
        [
          .text(dataset.name), .text(dataset.path), .text(dataset.format),
          .text("\(dataset.files)"), .text("\(dataset.bytes)"), .code(dataset.digest),
        ]
      })
  }

  private var dependencies: HTML {
    guard !model.dependencies.isEmpty else {
      return "<p>No file that pins the software was declared.</p>\n"
    }
    return .table(
      "Dependencies", ["File", "Digest"],
      model.dependencies.map { [.text($0.path), .code($0.digest)] })
  }

  private var metrics: HTML {
    guard !model.metrics.isEmpty else { return .nothing }
    let table = HTML.table(
      "Metrics", ["Metric", "Value"],
      model.metrics.map { [.text($0.name), .text($0.literal)] })
    let plots = model.metrics.map { metric in
      MetricPlot(name: metric.name, models: siblings, page: model.page).figure
    }
    return .section("metrics", "Metrics", "\(table)\(plots)")
  }

  private var history: HTML {
    guard siblings.count > 1 else {
      return "<p>The only model of this pipeline in the ledger.</p>\n"
    }
    return .table(
      "History", ["Built", "Model", "Commit", "Verdict"],
      siblings.reversed().map { other in
        let isThis = other.page == model.page
        let name: HTML =
          isThis
          ? "<span aria-current=\"page\">\(other.name), this one</span>"
          : "<a href=\"\(other.page).html\">\(other.name)</a>"
        return [
          .text(other.finishedOn), name, .code(other.commit.shortened), other.verdict.badge,
        ]
      })
  }

  private var attestation: HTML {
    """
    <p>The statement as it was signed; <code>git show</code> of the ledger has it with its \
    signature.</p>
    <details><summary>Show the statement</summary>
    <pre tabindex="0">\(model.statement)</pre></details>

    """
  }
}

extension SiteModel.Verdict {
  /// The word with a colour, which says nothing that the word does not.
  var badge: HTML { "<span class=\"badge \(mood)\">\(rawValue)</span>" }

  /// The class that colours it.
  var mood: String {
    switch self {
    case .verified: "good"
    case .refuted: "bad"
    case .unknown: "doubt"
    }
  }
}

extension SiteModel.Point {
  fileprivate var badge: HTML {
    switch outcome {
    case "proved": "<span class=\"badge good\">proved</span>"
    case "failed": "<span class=\"badge bad\">failed</span>"
    case "note": "<span class=\"badge plain\">note</span>"
    default: "<span class=\"badge doubt\">not checkable</span>"
    }
  }
}

extension String {
  /// The first digits of an object's name.
  var shortened: String { String(prefix(12)) }

  /// A digest without the name of its algorithm.
  var withoutAlgorithm: String { String(split(separator: ":").last ?? "") }
}
