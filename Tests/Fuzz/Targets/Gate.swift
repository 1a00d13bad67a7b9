// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import StrictJSON
import TOML
import YAML

@testable import GateRules

extension FuzzTarget {
  /// What `pip install -r` reads.
  static let requirements = FuzzTarget(
    "requirements",
    seeds: [
      "numpy==2.1.0 \\\n  --hash=sha256:ab\n-r other.txt\n-e git+https://h/r@\(String(repeating: "a", count: 40))#egg=x\n",
      "pkg[a,b] @ https://h/p.whl#sha256=00 ; python_version < '3.9' # c\n--constraint=c.txt\n./local\n",
    ]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    for name in ["lock", "conda-lock.yml"] { _ = SoftwareLock(bytes, named: name) }
    let lines = RequirementLine.lines(of: text)
    for (line, next) in zip(lines, lines.dropFirst()) {
      try require(1 <= line.number && line.number < next.number, "line numbers ascend from 1")
    }
  }

  /// Lock files in TOML, against themselves as their source.
  static let toml = FuzzTarget(
    "toml",
    seeds: [
      "a.b = 1_0\n[t.'u v']\nx = {y = [1, 2.5e3, true], z = \"\\u00e9\"}\n[[l]]\nd = 1979-05-27 07:32:00Z\n",
      "[[package]]\nname = \"a\"\nsource = { virtual = \".\" }\n[package.metadata]\nrequires-dist = [{ name = \"b\", specifier = \">=1,<2\" }]\n[project]\nname = \"a\"\ndependencies = [\"b>=1,<2\"]\n",
      "[metadata]\ncontent-hash = \"00\"\n[tool.poetry.dependencies]\nx = '''\na\\n'''\n",
    ]
  ) { bytes in
    do {
      let document = try TOMLValue.parse(bytes, limits: TOMLLimits(bytes: 1 << 16, depth: 20))
      _ = (UVLock(document).defects, UVLock(document).isInStep(with: document))
      _ = (PoetryLock(document).defects, PoetryLock(document).isInStep(with: document))
      _ = PythonJSON().text(document)
    } catch let error as TOMLError {
      try require(!error.problem.isEmpty, "every error says what is wrong")
      try require((1...bytes.count + 1).contains(error.line), "a line lies inside the text")
    }
  }

  /// The places of submodules, as git's configuration writes them, and ranges of versions.
  static let modules = FuzzTarget(
    "modules",
    seeds: [
      "[submodule \"a\\\"b\"]\n\tpath = \"x y\" # c\n\turl=../u\n", "~=1.2,!=1.3.*,==1=b,>=0,<9",
    ]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    for (name, path) in CommittedSubmodules.places(text) {
      try require(!name.bytes.isEmpty && !path.bytes.isEmpty, "a place has a name and a path")
    }
    _ = VersionRange(text).admits("1.2.3")
  }

  /// What git writes to `pre-push` and `pre-receive`.
  static let pushLine = FuzzTarget(
    "push-line",
    seeds: [
      "refs/heads/a \(String(repeating: "1", count: 40)) refs/heads/b \(String(repeating: "0", count: 40))",
      "\(String(repeating: "0", count: 40)) \(String(repeating: "2", count: 40)) refs/heads/a b",
    ]
  ) { bytes in
    let line = String(decoding: bytes, as: UTF8.self)
    if let update = try read({ try RefUpdate.prePush(line: line) }) {
      try require(!update.reference.isEmpty, "an update names a reference")
      let zeros = String(repeating: "0", count: 40)
      let again = [
        update.source, update.new?.description ?? zeros, update.reference,
        update.old?.description ?? zeros,
      ].joined(separator: " ")
      try require(try RefUpdate.prePush(line: again) == update, "an update reads as it is written")
    }
    _ = try read { try RefUpdate.preReceive(line: line) }
  }

  /// A notebook's cells.
  static let notebook = FuzzTarget(
    "notebook",
    seeds: [#"{"cells":[{"cell_type":"code","execution_count":1,"outputs":[{}]}],"nbformat":4}"#]
  ) { bytes in
    guard let count = try? Notebook.ranCells(of: bytes) else { return }
    try require(count >= 0, "cells are counted from 0")
  }

  /// The stages of a `dvc.yaml`, with templates from the same file.
  static let dvcStage = FuzzTarget(
    "dvc-stage",
    seeds: [
      "stages:\n  a:\n    cmd: [python x.py ${p.q}]\n    deps: [x.py, {d: {cache: no}}]\n    params: [p, {f.yaml: [k]}, {g.json: }]\n    outs: [o]\np: {q: 0.5}\n",
      "stages:\n  a:\n    foreach: {x: 1}\n    do: {cmd: '${item} ${key}'}\n  b:\n    matrix: {m: [1, {n: 2}], o: '${p}'}\n    cmd: ${item.m.n}\np: [q]\n",
    ]
  ) { bytes in
    guard let node = try? YAMLNode.parse(bytes) else { return }
    let template = DVCTemplate(values: [node])
    for (_, stage) in node["stages"]?.mapping ?? [] {
      let group = try? DVCStageGroup("a", stage, template)
      for member in group?.members ?? [] { _ = try? DVCStage(member.node, member.template) }
    }
  }

  /// The search for private keys.
  static let privateKey = FuzzTarget(
    "private-key", seeds: ["x\n-----BEGIN EC PRIVATE KEY-----\nAA==\n", "PuTTY-User-Key-File-3: x"]
  ) { bytes in
    _ = PrivateKey.quoted(in: bytes)
    if let label = PrivateKey.label(in: bytes) {
      try require(label.contains("PRIVATE KEY") || label.hasPrefix("PuTTY"), "a label names a key")
    }
  }
}
