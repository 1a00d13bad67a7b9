// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Audit
import Findings
import GitAccess
import Ledger
import Manifests
import StrictJSON
import ToolSupport

struct TraceLineage: Tool {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "List everything that is connected with a model, data, code or software.",
    discussion: """
      A SUBJECT is a file here (a model, a data file, a lock file), the SHA-256 of one, a dataset \
      digest, or a commit. The answer comes from the ledger; --dependency is looked up in the lock \
      files of the commits that were built. Exits 0 when something is connected, 1 when nothing is, \
      2 when the lists of some datasets or some lock files are not to be had, so that nobody knows.
      """)

  /// How traces are printed.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, dot, svg
  }

  @Argument(help: ArgumentHelp("What to trace.", valueName: "subject"))
  var subjects: [String] = []

  @Option(
    name: .customLong("dependency"),
    help: ArgumentHelp(
      "What was built with this version of a package; repeatable.", valueName: "name==version"),
    transform: TraceLineage.readSoftware)
  var software: [SoftwarePin] = []

  @Flag(help: "Also what else was built from the same data and commits.")
  var related = false

  @OptionGroup(title: "Who is believed") var trust: TrustOptions

  @Option(help: "text, json, dot or svg.")
  var format: Format = .text

  @OptionGroup var common: CommonOptions

  private static func readSoftware(_ text: String) throws -> SoftwarePin {
    guard let pin = SoftwarePin(text) else {
      throw ValidationError("'\(PrintableText.escape(text))' is not NAME==VERSION")
    }
    return pin
  }

  func validate() throws {
    if subjects.isEmpty, software.isEmpty {
      throw ValidationError("name a SUBJECT, or --dependency NAME==VERSION")
    }
  }

  func perform(_ console: Console) async throws -> ExitStatus {
    let repository = try Repository(at: common.repository)
    var trace = try LineageTrace(of: repository, trusting: trust.load())
    for subject in subjects { try await trace.add(subject, in: repository) }
    for pin in software { try await trace.add(pin, in: repository) }
    if related { try await trace.addRelated(in: repository) }
    console.result(render(trace), terminator: "")
    return conclude(trace, console)
  }

  private func render(_ trace: LineageTrace) -> String {
    switch format {
    case .text: trace.text
    case .json: JSONValue.object(trace.json).text(.pretty) + "\n"
    case .dot: trace.graph.dot
    case .svg: LineageDrawing(trace.graph).svg
    }
  }

  private func conclude(_ trace: LineageTrace, _ console: Console) -> ExitStatus {
    guard trace.head != nil else {
      console.complain("there is no ledger '\(Ledger.reference)'")
      console.complain("hint: modelgate audit ledger fetch")
      return .couldNotJudge
    }
    for dataset in trace.unread {
      console.complain(
        "the files of the dataset \(dataset) are not known here; it may hold what is asked for")
    }
    for lock in trace.unreadLocks {
      console.complain(
        "the file \(lock) that pins software is not here or of no known kind; "
          + "it may pin what is asked for")
    }
    if !trace.unread.isEmpty || !trace.unreadLocks.isEmpty {
      console.complain("hint: git fetch --all   # so that the commits that were built are here")
      return .couldNotJudge
    }
    return trace.graph.nodes.isEmpty ? .refused : .passed
  }
}

extension LineageTrace {
  /// A section for each kind of thing, models first.
  fileprivate var text: String {
    guard !graph.nodes.isEmpty else { return "nothing in the ledger is connected with it\n" }
    let order: [LineageGraph.Kind] = [
      .model, .build, .commit, .dataset, .file, .dependency, .attestation,
    ]
    return order.map { kind in
      let nodes = graph.nodes(kind)
      guard !nodes.isEmpty else { return "" }
      return "\(kind.rawValue)s: \(nodes.count)\n" + nodes.map(line).joined()
    }.joined()
  }

  private func line(_ node: LineageGraph.Node) -> String {
    let mark = graph.subjects.contains(node.id) ? "*" : " "
    let signed = node.facts["signed"].map { "  signed \($0)" } ?? ""
    let label = node.id.kind == .build ? "" : "  \(PrintableText.escape(node.label))"
    return "\(mark) \(PrintableText.escape(node.id.name))\(label)\(PrintableText.escape(signed))\n"
  }

  fileprivate var json: JSONObject {
    [
      "tool": "modelgate-audit", "version": .string(Version.current),
      "head": head.map { .string("\($0)") } ?? .null,
      "nodes": .array(graph.nodes.map(json)),
      "edges": .array(
        graph.edges.map {
          ["from": .string($0.from.description), "to": .string($0.to.description)]
        }),
      "unread": .array(unread.map { .string("\($0)") }),
      "unreadLocks": .array(unreadLocks.map { .string("\($0)") }),
    ]
  }

  private func json(_ node: LineageGraph.Node) -> JSONValue {
    var facts = JSONObject()
    for (name, value) in node.facts.sorted(by: { $0.key < $1.key }) {
      facts[name] = .string(value)
    }
    return [
      "id": .string(node.id.description), "kind": .string(node.id.kind.rawValue),
      "name": .string(node.id.name), "label": .string(node.label),
      "subject": .bool(graph.subjects.contains(node.id)), "facts": .object(facts),
    ]
  }
}
