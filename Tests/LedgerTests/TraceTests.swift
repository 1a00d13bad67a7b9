// SPDX-License-Identifier: Apache-2.0

import Attestation
import Audit
import Digests
import Files
import GitAccess
import Ledger
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// From anything that a build read or made to everything that is connected with it.
@Suite struct TraceTests {
  private let entries = SignedEntries()

  private func filled(_ count: Int) async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    for number in 0..<count { try entries.append(number, at: repository.root) }
    return repository
  }

  private func trace(_ subject: String, _ repository: TemporaryRepository) async throws
    -> LineageTrace
  {
    let opened = try Repository(at: repository.root)
    var trace = try LineageTrace(of: opened, trusting: entries.trust)
    try await trace.add(subject, in: opened)
    return trace
  }

  private func models(_ trace: LineageTrace) -> [String] { trace.models.map(\.id.name) }

  @Test func everyDigestOfABuildLeadsToItsModel() async throws {
    let repository = try await filled(3)
    let entry = try entries.entry(1)
    let file = try SignedEntries.manifest(1)[2].digest
    for subject in [
      file.hex, file.description, entry.datasets[0].hex, "\(entry.commit)",
      entry.models[0].hex, entry.models[1].description,
    ] {
      let found = try await trace(subject, repository)
      #expect(models(found) == [entry.models[0].description], "\(subject)")
      #expect(found.graph.subjects.count == 1 || subject == entry.models[1].description)
      #expect(
        found.graph.nodes(.attestation).first?.facts["signed"] == entries.key.verificationKey.keyID)
    }
    // All of them share one lock file.
    #expect(try await models(trace(entry.dependencies[0].hex, repository)).count == 3)
    #expect(try await models(trace(String(repeating: "a", count: 64), repository)) == [])
    await #expect(throws: LineageError.self) { try await trace("no-such-thing", repository) }
  }

  @Test func theGraphSaysWhatWentIntoWhat() async throws {
    let repository = try await filled(1)
    let file = try SignedEntries.manifest(0)[0].digest
    let graph = try await trace(file.hex, repository).graph
    #expect(
      graph.edges.map { "\($0.from.kind) \($0.to.kind)" } == [
        "file dataset", "dataset build", "dependency build", "commit build", "build model",
        "model attestation",
      ])
  }

  @Test func theIndexFollowsTheLedgerAndSurvivesDamage() async throws {
    let repository = try await filled(1)
    let later = try SignedEntries.manifest(9)[0].digest.hex
    #expect(try await models(trace(later, repository)) == [])
    try entries.append(9, at: repository.root)
    #expect(try await models(trace(later, repository)).count == 1)
    for damage in ["", "garbage", String(repeating: "x", count: 5000)] {
      try repository.write(damage, to: ".git/modelgate/data-files")
      #expect(try await models(trace(later, repository)).count == 1)
    }
    try await repository.shell.script("truncate -s -1 .git/modelgate/data-files")
    #expect(try await models(trace(later, repository)).count == 1)
  }

  /// On a disk that is read-only, or full, the index is made for this once.
  @Test func anIndexThatCannotBeKeptIsNone() async throws {
    let repository = try await filled(2)
    try await repository.shell.script(
      "rm -f .git/modelgate/data-files && mkdir .git/modelgate/data-files")
    let file = try SignedEntries.manifest(1)[0].digest
    #expect(
      try await models(trace(file.hex, repository)) == [entries.entry(1).models[0].description])
    var silent = try entries.entry(5)
    silent.manifests = []
    try Ledger.append(
      silent, to: Repository(at: repository.root), by: SignedEntries.author, time: 0)
    #expect(try await trace(file.hex, repository).unread == silent.datasets)
  }

  /// Whoever can push to the ledger could add one; it hides nothing else, and is not passed over.
  @Test func aListOfFilesThatIsNoneIsSaidAndTheOthersAreSearched() async throws {
    let repository = try await filled(2)
    let garbage = Array("no manifest".utf8)
    var entry = try entries.entry(5)
    (entry.datasets, entry.manifests) = ([.of(garbage)], [garbage])
    try Ledger.append(
      entry, to: Repository(at: repository.root), by: SignedEntries.author, time: 0)
    let found = try await trace(try SignedEntries.manifest(1)[0].digest.hex, repository)
    #expect(models(found) == [try entries.entry(1).models[0].description])
    #expect(found.unread == [.of(garbage)])
  }

  /// A dataset whose list neither the ledger nor a commit here has.
  @Test func whatIsNotKnownIsSaid() async throws {
    let repository = try await filled(1)
    var silent = try entries.entry(5)
    silent.manifests = []
    try Ledger.append(
      silent, to: Repository(at: repository.root), by: SignedEntries.author, time: 0)
    let file = try SignedEntries.manifest(5)[0].digest.hex
    let asked = try await trace(file, repository)
    #expect(models(asked) == [] && asked.unread == silent.datasets)
    let said = try await repository.tool("modelgate-audit", "trace", file)
    #expect(said.status == 2 && said.error.contains("\(silent.datasets[0])"), "\(said)")
    #expect(try await trace(file, repository).unread == silent.datasets)
    // As soon as it is known, it is found.
    silent.attestation = try SignedEntries().entry(5).attestation
    silent.manifests = [try SignedEntries.manifest(5).bytes]
    try Ledger.append(
      silent, to: Repository(at: repository.root), by: SignedEntries.author, time: 0)
    let found = try await trace(file, repository)
    #expect(found.unread == [] && found.graph.nodes(.attestation).count == 2)
  }

  @Test func theToolPrintsEveryFormat() async throws {
    let repository = try await filled(2)
    let file = try SignedEntries.manifest(1)[1].digest.hex
    let key = try entries.publicKey(beside: repository)
    let text = try await repository.tool("modelgate-audit", "trace", file, "--key", key)
    let model = try entries.entry(1).models[0]
    #expect(
      text.status == 0 && text.output.hasPrefix("models: 1\n  \(model)  model.onnx\n"), "\(text)")
    let json = try await repository.tool("modelgate-audit", "trace", file, "--format", "json")
    let document = try JSONValue.parse(Array(json.output.utf8))
    #expect(document["nodes"]?.array?.count == 7 && document["edges"]?.array?.count == 6)
    let dot = try await repository.tool("modelgate-audit", "trace", file, "--format", "dot")
    #expect(dot.output.hasPrefix("digraph lineage {\n") && dot.output.hasSuffix(";\n}\n"))
    let svg = try await repository.tool(
      "modelgate-audit", "trace", file, "--format", "svg", "--related")
    #expect(svg.output.count(where: { $0 == "<" }) == svg.output.count(where: { $0 == ">" }))
    try repository.write(svg.output, to: "graph.svg")
    try await repository.shell(
      "python3", "-c", "import xml.dom.minidom, sys; xml.dom.minidom.parse('graph.svg')")
    let nothing = try await repository.tool(
      "modelgate-audit", "trace", String(repeating: "0", count: 64))
    #expect(nothing.status == 1 && nothing.output == "nothing in the ledger is connected with it\n")
    let empty = try await TemporaryRepository()
    let none = try await empty.tool("modelgate-audit", "trace", file)
    #expect(none.status == 2 && none.error.contains("there is no ledger"), "\(none)")
  }

  /// Names are foreign text, in every output.
  @Test func drawingsKeepForeignTextInItsPlace() {
    var graph = LineageGraph()
    let evil = "a\"\\]; <script>&\n\u{1b}[31m"
    graph.add(.init(.init(.model, evil), label: evil))
    graph.add(.init(.init(.build, "b"), label: evil))
    graph.join(.init(.build, "b"), .init(.model, evil))
    graph.join(.init(.build, "b"), .init(.model, "missing"))
    let svg = LineageDrawing(graph).svg
    #expect(!svg.contains("<script>") && !svg.contains("\u{1b}") && svg.contains("&lt;script&gt;"))
    #expect(!graph.dot.contains("\u{1b}") && graph.dot.contains("a\\\"\\\\]"))
    #expect(LineageDrawing(LineageGraph()).svg.contains("0 things"))
  }
}
