// SPDX-License-Identifier: Apache-2.0

import Files
import SystemPackage
import TestSupport
import Testing

/// Commands that must not harm the data that they are about, and hints that work when pasted.
@Suite struct DataVerbSafetyTests {
  let repository: TemporaryRepository

  init() async throws {
    repository = try await TemporaryRepository()
    for name in ["a.csv", "b.csv"] { try repository.write("\(name)\n", to: "data/\(name)") }
    try repository.write("one file\n", to: "one.csv")
  }

  private func run(_ arguments: String..., status: Int32 = 0) async throws -> Transcript {
    let path = Tools.path("modelgate-data").string
    return try await repository.shell.run(path, arguments).expecting(status)
  }

  /// Runs a hint as it was printed; `modelgate` is not on the path of tests.
  private func paste(_ hint: String) async throws {
    let tool = Tools.path("modelgate-data").string
    // `$'…'` is older than its place in POSIX: dash does not take it yet.
    let command = hint.replacing("modelgate data", with: tool)
    _ = try await repository.shell.run("bash", ["-c", command]).expecting(0)
  }

  @Test func convertNeverWritesOverTheData() async throws {
    _ = try await run("track", "data", "one.csv")
    for options in [[], ["--replace"]] {
      for (dataset, file) in [("one.csv", "one.csv"), ("data", "data/a.csv")] {
        let before = try repository.read(file)
        let path = Tools.path("modelgate-data").string
        let refused = try await repository.shell.run(
          path, ["convert", dataset, "--to", "sha256sums", "--output", file] + options)
        #expect(refused.status == 64, "\(refused)")
        #expect(refused.error.contains("is a file of the dataset '\(dataset)'"), "\(refused)")
        #expect(try repository.read(file) == before)
      }
    }
    // A list in the folder is one of its files, and may be written over only by what replaces it.
    _ = try await run("convert", "data", "--to", "sha256sums", "--replace")
    _ = try await run(
      "convert", "data", "--to", "b3sums", "--output", "data/SHA256SUMS", status: 64)
    _ = try await run(
      "convert", "data", "--to", "sha256sums-bsd", "--output", "data/SHA256SUMS", "--replace")
    try await repository.shell.script("cd data && sha256sum --check --quiet SHA256SUMS")
  }

  /// A list of checksums would take for extra what the patterns leave out.
  @Test func convertKeepsTheManifestThatGoesByPatterns() async throws {
    _ = try await run("track", "data", "--exclude", "b.csv")
    let refused = try await run("convert", "data", "--to", "sha256sums", "--replace", status: 1)
    #expect(refused.error.contains("'data' has '.modelgate-patterns'"), "\(refused)")
    _ = try await run("verify")
    _ = try await run("convert", "data", "--to", "sha256sums", "--output", "../list")
    try await repository.shell.script("cd .. && sha256sum --check --quiet list")
  }

  /// Each is a name that a line of .gitignore, a command or an argument would read as another.
  @Test(arguments: ["-dash", "new\nline", "cr\r", "both\r\n", "-n\n"])
  func oddNamesAreIgnoredAndHinted(_ name: String) async throws {
    try repository.write("1", to: "\(name)/x")
    let tracked = try await run("track", "./\(name)")
    #expect(try await repository.git("status", "--porcelain", "-uall", "--", "./\(name)") == "")
    for hint in tracked.hints { try await paste(hint) }
    #expect(try await repository.git("ls-files", "--", "./\(name).sha256") != "")
    try repository.write("2", to: "\(name)/x")
    let changed = try await run("verify", "./\(name)", status: 1)
    for hint in changed.hints { try await paste(hint) }
    _ = try await run("verify", "./\(name)")
  }

  @Test func namesThatAreNoTextCanBeTyped() async throws {
    try await repository.shell.script(
      #"f=$(printf 'caf\351') && mkdir "$f" && echo 1 >"$f/x""#)
    let refused = try await repository.shell.script(
      "\(Tools.path("modelgate-data")) track caf* 2>&1 || echo $?")
    #expect(refused.contains("\n64"), "\(refused)")
    #expect(refused.contains("is not UTF-8"), "\(refused)")
    _ = try await run("track", #""caf\351""#)
    _ = try await run("verify", #""caf\351""#)
    try await repository.shell.script("printf '2\\n' | tee caf*/x")
    let changed = try await run("verify", status: 1)
    for hint in changed.hints { try await paste(hint) }
    _ = try await run("verify")
  }

  @Test func hintsNameTheFolderThatOneStandsIn() async throws {
    _ = try await run("track", "data")
    try repository.write("other\n", to: "data/a.csv")
    let inside = repository.shell.at(repository.root.appending("data"))
    let tool = Tools.path("modelgate-data").string
    let part = try await inside.run(tool, ["verify", "a.csv"]).expecting(1)
    #expect(part.hints == ["modelgate data verify ."])
    let changed = try await inside.run(tool, ["verify"]).expecting(1)
    #expect(changed.hints == ["modelgate data track ."])
    _ = try await inside.run(tool, ["track", "."]).expecting(0)
    _ = try await run("verify")
  }

  /// What `modelgate.yaml` calls so is elsewhere: another dataset's pass is none of it.
  @Test func aNameIsNotProvedByAnothersManifest() async throws {
    _ = try await run("track", "data")
    try repository.write(
      "version: 1\ndata:\n  x: { path: other, manifest: data.sha256 }\n", to: "modelgate.yaml")
    let refused = try await run("verify", "x", status: 1)
    #expect(refused.error.contains("'data.sha256' describes 'data', not 'other'"), "\(refused)")
    _ = try await run("verify", "data")
  }

  @Test func aBareRepositoryIsNamedAsOne() async throws {
    try await repository.commit()
    try await repository.shell.script("git clone --quiet --bare . ../bare.git")
    let bare = repository.shell.at(repository.base.appending("bare.git"))
    let tool = Tools.path("modelgate-data").string
    let open = try await bare.run(tool, ["verify"]).expecting(2)
    #expect(open.error.contains("is a bare repository"), "\(open)")
    _ = try await bare.run(tool, ["diff", "HEAD", "HEAD"]).expecting(0)
  }

  @Test func manyWhoTrackAtOnceLoseNoLine() async throws {
    let names = (0..<12).map { "set\($0)" }
    for name in names { try repository.write("1", to: "\(name)/x") }
    let tool = Tools.path("modelgate-data")
    try await repository.shell.script(
      "for name in \(names.joined(separator: " ")); do \(tool) track $name & done; wait")
    let lines = String(decoding: try repository.read(".gitignore"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.sorted() == names.map { "/\($0)" }.sorted())
  }

  @Test func aManifestThatGitIgnoresIsAddedByForce() async throws {
    try repository.write("*.sha256\n", to: ".gitignore")
    let tracked = try await run("track", "data")
    #expect(tracked.hints == ["git add .gitignore", "git add --force data.sha256"])
    for hint in tracked.hints { try await paste(hint) }
  }

  @Test func patternsAreOfAFolderAndComeBackWhenTheyFail() async throws {
    let refused = try await run("track", "one.csv", "--exclude", "x", status: 64)
    #expect(refused.error.contains("'one.csv' is one file"), "\(refused)")
    _ = try await run("track", "data", "--exclude", "b.csv")
    try await repository.shell.script("ln -s /etc/hostname data/link")
    _ = try await run("track", "data", "--exclude", "other", status: 1)
    try Folder.remove(repository.root.appending("data/link"))
    _ = try await run("verify")
  }
}
