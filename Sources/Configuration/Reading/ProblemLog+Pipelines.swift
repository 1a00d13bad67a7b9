// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import Metrics
import YAML

extension ProblemLog {
  func pipelines(_ node: YAMLNode?, data: [String]) -> [Pipeline] {
    pairs(node, "'pipelines'") { key, value in
      guard let name = name(key, of: "pipeline") else { return nil }
      return pipeline(name, value, at: location(key.mark), data: data)
    }
  }

  private func pipeline(_ name: String, _ node: YAMLNode, at place: Location, data known: [String])
    -> Pipeline?
  {
    let title = "pipeline '\(name)'"
    let keys = ["run", "data", "dependencies", "model", "metrics", "allow"]
    guard let section = Section(node, title, keys: keys, log: self) else { return nil }
    let data = section["data"].map { used($0, title, known: known) } ?? []
    let run = section.required("run").map { command($0, title, data: data) }
    let model = section.required("model").flatMap { path($0, "'model' of \(title)") }
    let metrics = section["metrics"].flatMap { metricsFile($0, title) }
    let dependencies = section["dependencies"].map { lockFiles($0, title) } ?? []
    let allow = section["allow"].map { allowance($0, title) } ?? Pipeline.Allowance()
    if let model, model == metrics {
      report("\(title) writes its model and its metrics to one file", at: section.mark)
    }
    guard let run, let model else { return nil }
    var pipeline = Pipeline(name: name, run: run, model: model, at: place)
    (pipeline.data, pipeline.dependencies) = (data, dependencies)
    (pipeline.metrics, pipeline.allow) = (metrics, allow)
    return pipeline
  }

  private func metricsFile(_ node: YAMLNode, _ title: String) -> RelativePath? {
    guard let path = path(node, "'metrics' of \(title)") else { return nil }
    if MetricsFormat(fileName: path.description) == nil {
      report(
        "'metrics' of \(title) must end in \(MetricsFormat.endings), which says how it is read",
        at: node.mark)
    }
    return path
  }

  private func lockFiles(_ node: YAMLNode, _ title: String) -> [DeclaredPath] {
    list(node, "'dependencies' of \(title)") {
      declaredPath($0, "a dependency of \(title)")
    }
  }

  private func allowance(_ node: YAMLNode, _ title: String) -> Pipeline.Allowance {
    var allowance = Pipeline.Allowance()
    let name = "'allow' of \(title)"
    guard let section = Section(node, name, keys: ["read", "network"], log: self) else {
      return allowance
    }
    allowance.network = section["network"].flatMap { bool($0, "'network' of \(title)") } ?? false
    allowance.read = section["read"].map { readable($0, title) } ?? []
    return allowance
  }

  private func readable(_ node: YAMLNode, _ title: String) -> [String] {
    list(node, "'read' of \(title)") { item in
      guard let text = string(item, "a path in 'read' of \(title)") else { return nil }
      let below = text.hasPrefix("/") ? String(text.dropFirst()) : text
      if RelativePath(below) != nil { return text }
      report("'\(text)' in 'read' of \(title) is not a plain path", at: item.mark)
      return nil
    }
  }

  /// The datasets that a pipeline uses; each declared, each once.
  private func used(_ node: YAMLNode, _ title: String, known: [String]) -> [String] {
    var used: [String: String] = [:]
    return list(node, "'data' of \(title)") { item in
      guard let name = string(item, "a dataset of \(title)") else { return nil }
      guard known.contains(name) else {
        let guess = Suggestion.nearest(to: name, among: known).map { "; did you mean '\($0)'?" }
        report(
          "\(title) uses '\(name)', which 'data' does not declare\(guess ?? "")", at: item.mark)
        return nil
      }
      let variable = DataDeclaration.variable(forDataset: name)
      if let other = used.updateValue(name, forKey: variable) {
        report(
          other == name
            ? "\(title) lists '\(name)' twice"
            : "'\(other)' and '\(name)' would both be \(variable); rename one", at: item.mark)
      }
      return name
    }
  }

  private func command(_ node: YAMLNode, _ title: String, data: [String]) -> [String] {
    if let text = node.string {
      let words = text.split(separator: " ").joined(separator: ", ")
      report(
        "'run' of \(title) must be a list of words, because no shell reads it", at: node.mark,
        hints: ["run: [\(words)]"])
      return []
    }
    let known = Self.variables + data.map(DataDeclaration.variable)
    let words = list(node, "'run' of \(title)") { word($0, title, known: known) }
    if let items = node.sequence, items.isEmpty {
      report("'run' of \(title) names no program", at: node.mark)
    }
    return words
  }

  /// A word of a command; numbers are words too.
  private func word(_ node: YAMLNode, _ title: String, known: [String]) -> String? {
    guard let text = node.text, !node.isNull, !text.utf8.contains(0) else {
      report("a word in 'run' of \(title) must be a string, not \(node.kindInWords)", at: node.mark)
      return nil
    }
    do throws(VariableExpansion.Failure) {
      try VariableExpansion.check(text, known: known)
    } catch {
      report(error.message, at: node.mark, hints: error.hints)
    }
    return text
  }

  /// What every training is told, besides where its data is.
  static let variables = ["MODELGATE_OUTPUT", "MODELGATE_COMMIT", "SOURCE_DATE_EPOCH"]
}
