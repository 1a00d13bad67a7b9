// SPDX-License-Identifier: Apache-2.0

/// The verdict in words, with what speaks against the model.
struct VerdictBanner {
  let model: SiteModel

  var html: HTML {
    let bad = model.points.filter { $0.outcome == "failed" }
    let open = model.points.filter(\.isUndecided)
    let items = (bad + open).map { point in
      "<li><strong>\(.name(point.name))</strong>: \(.name(point.detail))</li>\n" as HTML
    }
    let list: HTML = items.isEmpty ? .nothing : "<ul>\n\(items)</ul>\n"
    return """
      <div class="verdict \(model.verdict.mood)">
      <p>\(model.verdict.badge) \(words(bad.count, open.count))</p>
      \(list)</div>

      """
  }

  private func words(_ bad: Int, _ open: Int) -> String {
    let all = model.points.count { $0.outcome != "note" }
    return switch model.verdict {
    case .verified: "All \(all) points were proved."
    case .refuted: "Of \(all) points \(bad) \(bad == 1 ? "was" : "were") refuted."
    case .unknown: "Of \(all) points \(open) could not be looked at."
    }
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
  /// Whether nothing came of it.
  var isUndecided: Bool { !["proved", "failed", "note"].contains(outcome) }

  /// What came of it, with a colour.
  var badge: HTML {
    switch outcome {
    case "proved": "<span class=\"badge good\">proved</span>"
    case "failed": "<span class=\"badge bad\">failed</span>"
    case "note": "<span class=\"badge plain\">note</span>"
    default: "<span class=\"badge doubt\">not checkable</span>"
    }
  }
}
