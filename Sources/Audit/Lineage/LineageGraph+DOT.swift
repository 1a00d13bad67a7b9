// SPDX-License-Identifier: Apache-2.0

import Findings

extension LineageGraph {
  /// The graph in Graphviz's language, from left to right.
  public var dot: String {
    var lines = ["digraph lineage {", "  rankdir=LR;", "  node [fontname=\"sans-serif\"];"]
    for node in nodes {
      // Labels of commits and builds say their own name already.
      let name = node.label.contains(node.id.shortName) ? "" : "\n\(node.id.shortName)"
      let label = "\(node.id.kind.rawValue)\n\(node.label)\(name)"
      let marked = subjects.contains(node.id) ? ", penwidth=3" : ""
      lines.append(
        "  \(quoted(node.id.description)) [label=\(quoted(label)), shape=\(node.id.kind.shape)"
          + "\(marked)];")
    }
    for edge in edges {
      lines.append("  \(quoted(edge.from.description)) -> \(quoted(edge.to.description));")
    }
    return lines.joined(separator: "\n") + "\n}\n"
  }

  /// A string of DOT; the one escape that it knows inside quotes is of the quote itself, and labels
  /// give meaning to backslashes.
  private func quoted(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      PrintableText.escape(String(line)).replacing("\\", with: "\\\\")
        .replacing("\"", with: "\\\"")
    }
    return "\"" + lines.joined(separator: "\\n") + "\""
  }
}

extension LineageGraph.Kind {
  fileprivate var shape: String {
    switch self {
    case .file: "note"
    case .dataset: "cylinder"
    case .dependency: "component"
    case .commit: "ellipse"
    case .build: "box"
    case .model: "box3d"
    case .attestation: "tab"
    }
  }
}

extension LineageGraph.NodeID {
  /// As many digits as people compare.
  public var shortName: String {
    guard let colon = name.firstIndex(of: ":") else {
      return kind == .commit ? String(name.prefix(12)) : name
    }
    return String(name[name.index(after: colon)...].prefix(12))
  }
}
