// SPDX-License-Identifier: Apache-2.0

import Attestation
import Digests
import Ledger

extension LineageGraph {
  /// Adds what one entry of the ledger says, and who signed it; nil when no trusted key did.
  mutating func add(_ record: LedgerReader.Record, _ signer: Signer?) {
    let claim = NodeID(.attestation, record.id.description)
    let trust = ["signed": signer.map(\.description) ?? "by no trusted key"]
    if let build = record.build {
      add(build, claim, trust)
    } else if let rebuild = record.rebuild {
      let model = NodeID(.model, rebuild.model.file.description)
      add(Node(model, label: rebuild.model.name))
      add(Node(claim, label: "rebuild \(rebuild.outcome.rawValue)", facts: trust))
      join(model, claim)
    } else if let verdict = record.verdict {
      let commit = NodeID(.commit, verdict.commit.description)
      add(Node(commit, label: "commit \(verdict.commit.short)"))
      add(
        Node(claim, label: "gate \(verdict.summary.isPassed ? "PASSED" : "FAILED")", facts: trust))
      join(commit, claim)
    } else {
      add(Node(claim, label: "unknown claim", facts: trust))
    }
  }

  private mutating func add(
    _ build: BuildProvenance, _ claim: NodeID, _ trust: [String: String]
  ) {
    let run = NodeID(.build, build.invocation)
    let model = NodeID(.model, build.model.file.description)
    let commit = NodeID(.commit, build.source.commit.description)
    add(
      Node(
        run, label: "\(build.pipeline) \(build.invocation)",
        facts: ["pipeline": build.pipeline, "finished": build.finishedOn.description]))
    add(
      Node(
        model, label: build.model.name,
        facts: ["payload": build.model.payload.description, "format": build.model.format]))
    add(
      Node(
        commit, label: build.source.commit.short,
        facts: build.source.reference.map { ["ref": $0] } ?? [:]))
    add(Node(claim, label: "provenance", facts: trust))
    for dataset in build.datasets {
      let id = NodeID(.dataset, dataset.digest.description)
      add(Node(id, label: dataset.name, facts: ["path": dataset.path]))
      join(id, run)
    }
    for dependency in build.dependencies {
      let id = NodeID(.dependency, dependency.digest.description)
      add(Node(id, label: dependency.path))
      join(id, run)
    }
    join(commit, run)
    join(run, model)
    join(model, claim)
  }
}
