// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// The commands that make, compare and change manifests, in one repository.
@Suite struct DataVerbsTests {
  private static let python = """
    import json, os, sys
    from jsonschema import Draft202012Validator
    given = json.load(sys.stdin)
    schema = json.loads(given['schema'])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for document in given['documents']:
      document = json.loads(document)
      validator.validate(document)
      for key in list(document):
        broken = dict(document)
        del broken[key]
        assert not validator.is_valid(broken), (document['command'], key)
    """

  let repository: TemporaryRepository

  init() async throws {
    repository = try await TemporaryRepository()
    for name in ["a.csv", "b.csv", "c.csv", "sub/d.csv"] {
      try repository.write("\(name)\n", to: "data/set/\(name)")
    }
    try repository.write("one file\n", to: "labels.csv")
  }

  private func run(_ arguments: String..., status: Int32 = 0) async throws -> Transcript {
    let path = Tools.path("modelgate-data").string
    return try await repository.shell.run(path, arguments).expecting(status)
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  @Test func keepsTheDataOutOfGitOnce() async throws {
    let tracked = try await run("track", "data/set", "labels.csv")
    #expect(
      tracked.error == "modelgate-data: hint: git add data/.gitignore .gitignore "
        + "data/set.sha256 labels.csv.sha256\n")
    #expect(try repository.read("data/.gitignore") == Array("/set\n".utf8))
    #expect(try await repository.git("status", "--porcelain", "-uall") != "")
    try await repository.commit()
    #expect(try await repository.git("ls-files", "data") == "data/.gitignore\ndata/set.sha256")
    #expect(try await run("track", "data/set").error.isEmpty)
    try repository.write("kept", to: "data/tracked/x")
    try await repository.git("add", "data/tracked")
    try await repository.commit()
    _ = try await run("track", "data/tracked")
    #expect(try repository.read("data/.gitignore") == Array("/set\n".utf8))
    // Taken out of the index, as check advises, it would come back with the next 'git add .'.
    try await repository.git("rm", "-r", "--quiet", "--cached", "data/tracked")
    _ = try await run("track", "data/tracked")
    #expect(try repository.read("data/.gitignore") == Array("/set\n/tracked\n".utf8))
    try repository.write("odd", to: "data/a [b]*")
    _ = try await run("track", "data/a [b]*", "--quiet")
    #expect(try await repository.git("check-ignore", "data/a [b]*") != "")
    try repository.write("own", to: "data/own")
    _ = try await run("track", "data/own", "--no-gitignore")
    #expect(try await repository.shell.run("git", ["check-ignore", "data/own"]).status == 1)
  }

  @Test func comparesCommitsByTheirObjects() async throws {
    _ = try await run("track", "data/set", "labels.csv")
    try await repository.commit()
    try repository.write("other\n", to: "data/set/a.csv")
    try Folder.remove(repository.root.appending("data/set/b.csv"))
    try Folder.rename(
      repository.root.appending("data/set/c.csv"), to: repository.root.appending("data/set/z.csv"))
    try repository.write("new\n", to: "data/set/new.csv")
    _ = try await run("track", "data/set")
    try Folder.remove(repository.root.appending("labels.csv.sha256"))
    let pointer = """
      version https://git-lfs.github.com/spec/v1
      oid sha256:\(Digest.of(Array("x".utf8)).hex)
      size 1\n
      """
    try repository.write(pointer, to: "model.bin")
    try await repository.commit()
    try Folder.remove(repository.root.appending("data"))
    let diff = try await run("diff", "HEAD~1", "HEAD")
    #expect(
      lines(diff.output) == [
        "data/set  changed  1 added, 1 removed, 1 changed, 1 moved  bytes unknown",
        "  changed  a.csv", "  removed  b.csv", "  added    new.csv", "  moved    c.csv -> z.csv",
        "labels.csv  removed  1 removed  bytes unknown", "  removed  labels.csv",
        "model.bin  added  1 added  1 byte new", "  added    model.bin  1 byte",
      ])
    #expect(try await run("diff", "HEAD", "HEAD").output.isEmpty)
    _ = try await run("diff", "HEAD", "nonsense", status: 2)
  }

  @Test func convertsOnlyWhatIsAsRecorded() async throws {
    _ = try await run("track", "data/set")
    let manifest = try repository.read("data/set.sha256")
    _ = try await run("convert", "data/set.sha256", "--to", "sha256sums", "--output", "../list")
    try await repository.shell.script("cd .. && sha256sum --check --quiet list")
    _ = try await run(
      "convert", "data/set", "--to", "sha256sums", "--output", "elsewhere/S", status: 2)
    _ = try await run(
      "convert", "data/set", "--to", "sha256sums", "--output", "data/set/sub/S", status: 64)
    try repository.write("tampered\n", to: "data/set/a.csv")
    let refused = try await run("convert", "data/set", "--to", "sha256sums", status: 1)
    #expect(refused.error.contains("  changed  a.csv"))
    try await repository.shell.script("printf 'a.csv\\n' >data/set/a.csv")
    #expect(try repository.read("data/set.sha256") == manifest)
    try repository.write("md5 of data", to: "labels.csv")
    let md5 = Digest.of(Array("md5 of data".utf8), .md5).hex
    try repository.write(
      "outs:\n- md5: \(md5)\n  size: 11\n  hash: md5\n  path: labels.csv\n", to: "labels.csv.dvc")
    _ = try await run("convert", "labels.csv.dvc", "--to", "sha256sums", status: 64)
    _ = try await run("convert", "labels.csv.dvc", "--to", "sha256", "--replace", status: 64)
    _ = try await run("convert", "labels.csv.dvc", "--to", "sha256")
    try await repository.shell.script("sha256sum --check --quiet labels.csv.sha256")
  }

  /// A list among the files takes the old manifest's place, there and back, and hides none.
  @Test func convertsWithoutATrap() async throws {
    try repository.write("odd\n", to: "data/set/back\\slash")
    _ = try await run("track", "data/set", "--no-gitignore")
    let manifest = try repository.read("data/set.sha256")
    let trap = try await run("convert", "data/set", "--to", "sha256sums", status: 1)
    #expect(trap.error.contains("add --replace to remove data/set.sha256"))
    let hiding = try await run(
      "convert", "data/set", "--to", "sha256sums", "-o", "data/SHA256SUMS", status: 1)
    #expect(hiding.error.contains("hide 'data/set.sha256'"))
    let other = try await run(
      "convert", "data/set", "--to", "sha256sums-bsd", "-o", "data/set.sha256", status: 64)
    #expect(other.error.contains("another kind of manifest"))
    #expect(try repository.read("data/set.sha256") == manifest)

    for place in ["../list", "data/set/list"] {
      let unseen = try await run(
        "convert", "data/set", "--to", "sha256sums", "--replace", "-o", place, status: 64)
      #expect(unseen.error.contains("'data/set.sha256' is not removed"), "\(unseen)")
    }
    for style in ["sha256sums", "sha256sums-bsd"] {
      _ = try await run("convert", "data/set", "--to", style, "--replace")
      try await repository.shell.script(
        "test ! -e data/set.sha256 && cd data/set && sha256sum --check --quiet --strict SHA256SUMS")
      #expect(try await run("verify").output.hasPrefix("ok  data/set  checksums  "))
      let back = try await run("convert", "data/set", "--to", "sha256", "--replace")
      #expect(back.output.contains("5 files, 32 bytes  \(Digest.of(manifest))"), "\(back)")
      #expect(try repository.read("data/set.sha256") == manifest)
      #expect(try await run("verify").output.hasPrefix("ok  data/set  sha256  "))
    }
  }

  /// A list at the root is about several datasets: it is not removed for one of them.
  @Test func keepsAListThatOthersNeed() async throws {
    try await repository.shell.script("sha256sum labels.csv data/set/[abc].csv >SHA256SUMS")
    try Folder.remove(repository.root.appending("data/set/sub"))
    let kept = try await run("convert", "labels.csv", "--to", "sha256", "--replace", status: 64)
    #expect(kept.error.contains("'SHA256SUMS' describes 'data' as well"), "\(kept)")
    _ = try await run("convert", "labels.csv", "--to", "sha256")
    try await repository.shell.script("sha256sum --check --quiet SHA256SUMS labels.csv.sha256")
  }

  @Test(.enabled(if: Peers.has("b3sum"), "needs b3sum"))
  func writesWhatB3sumVerifies() async throws {
    try repository.write("odd\n", to: "data/set/back\\slash")
    _ = try await run("track", "data/set", "--no-gitignore")
    _ = try await run("convert", "data/set", "--to", "b3sums", "--replace")
    try await repository.shell.script("cd data/set && b3sum --check --quiet B3SUMS")
    try await repository.shell.script(
      "cd data/set && b3sum *.csv sub/* back* | sort -k 2 >../theirs")
    try await repository.shell.script("sort -k 2 data/set/B3SUMS | cmp - data/theirs")
    #expect(try await run("verify").output.hasPrefix("ok  data/set  checksums  "))
    try repository.write("odd", to: "data/set/a.csv")
    _ = try await run("verify", status: 1)
  }

  @Test func mergesWhatMachinesMade() async throws {
    _ = try await run("track", "data/set")
    try await repository.shell.script(
      """
      cd data/set
      sha256sum a.csv b.csv >../../one.sha256
      sha256sum b.csv c.csv >../../two.sha256
      cd sub && sha256sum d.csv >../../../sub.sha256
      """)
    let merged = try await run("merge", "two.sha256", "sub:sub.sha256", "one.sha256")
    #expect(try Array(merged.output.utf8) == repository.read("data/set.sha256"))
    try await repository.shell.script("echo other | sha256sum | sed 's/-/b.csv/' >wrong.sha256")
    let refused = try await run("merge", "one.sha256", "wrong.sha256", status: 1)
    #expect(refused.error.contains("  'b.csv'"))
    #expect(refused.output.isEmpty)
  }

  @Test(.enabled("needs the peer jsonschema") { await PythonPeer.has("jsonschema") })
  func printsWhatItsSchemaSays() async throws {
    var documents = [try await run("track", "data/set", "--format", "json").output]
    try await repository.commit()
    try repository.write("other\n", to: "data/set/a.csv")
    documents.append(try await run("verify", "--format", "json", status: 1).output)
    documents.append(try await run("track", "data/set", "--format", "json").output)
    try await repository.commit()
    documents.append(try await run("verify", "--format", "json").output)
    documents.append(try await run("list", "--format", "json").output)
    documents.append(try await run("diff", "HEAD~1", "--format", "json").output)
    documents.append(try await run("digest", "data/set", "--format", "json").output)
    documents.append(
      try await run("convert", "data/set", "--to", "sha256", "--format", "json").output)
    documents.append(
      try await run("merge", "data/set.sha256", "-o", "../m", "--format", "json").output)
    documents.append(try await storedDocument())
    let given: JSONValue = [
      "schema": .string(try await run("schema").output),
      "documents": .array(documents.map { .string($0) }),
    ]
    _ = try await PythonPeer.run(Self.python, input: Array(given.text().utf8))
  }
  /// An output that a local remote has, one that it has not, and one that none should have.
  private func storedDocument() async throws -> String {
    let digests = ["here", "gone"].map { Digest.of(Array($0.utf8), .md5).hex }
    try repository.write(
      "[core]\n    remote = r\n['remote \"r\"']\n    url = ../../store\n", to: ".dvc/config")
    let place = "../store/files/md5/\(digests[0].prefix(2))/\(digests[0].dropFirst(2))"
    try await repository.shell.script("mkdir -p $(dirname \(place)) && printf here >\(place)")
    for (name, digest) in zip(["here", "gone"], digests) {
      try repository.write(
        "outs:\n- {md5: \(digest), size: 4, hash: md5, path: \(name)}\n", to: "\(name).dvc")
    }
    try repository.write(
      "outs:\n- {md5: \(digests[0]), hash: md5, path: kept, push: false}\n", to: "kept.dvc")
    let checked = try await run(
      "import-check", "here", "gone", "kept", "--format", "json", status: 1)
    let verdicts = try JSONValue.parse(Array(checked.output.utf8))["datasets"]?.array?.map {
      $0["exempt"]?.string ?? $0["objects"]?.array?.first?["presence"]?.string
    }
    #expect(verdicts == ["present", "absent", "DVC does not push it ('push: false')"])
    return checked.output
  }
}
