// SPDX-License-Identifier: Apache-2.0

extension ManifestFixture {
  /// Makes one folder for each tool below the folder that it is given, and prints what the tools say
  /// of their data, as JSON.
  static let script = #"""
    import hashlib, json, logging, os, pathlib, shutil, sys, threading, warnings
    warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
    os.environ.update(HF_HUB_DISABLE_PROGRESS_BARS="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_XET="1")
    os.chdir(sys.argv[1])
    A, B = b"id,x\n1,2\n", b"id,x\n3,4\n"

    def fill(folder):
        for name, data in {"a.csv": A, "sub/b ü.csv": B}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    def changed(folder, name):
        copy = shutil.copytree(folder, "copy/" + folder, symlinks=True)
        path = pathlib.Path(copy, name)
        path.write_bytes(path.read_bytes().replace(b"1", b"9"))
        return copy

    def passes(check):
        try:
            return check() is not False
        except Exception as error:
            return False

    def bag():
        import bagit
        fill("bag")
        pathlib.Path("bag/line\nfeed").write_bytes(A)
        bagit.make_bag("bag", checksums=["sha256", "md5"])
        return [passes(bagit.Bag(f).validate) for f in ("bag", changed("bag", "data/a.csv"))]

    def signature():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec
        from model_signing import hashing, signing, verifying
        fill("signed")
        key = ec.generate_private_key(ec.SECP256R1())
        pathlib.Path("key.pem").write_bytes(key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        pathlib.Path("pub.pem").write_bytes(key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
        def config(folder):
            return hashing.Config().set_ignored_paths(
                paths=[pathlib.Path("model.sig")], ignore_git_paths=True)
        def sign(path, to, config=None):
            signer = signing.Config().use_elliptic_key_signer(private_key=pathlib.Path("key.pem"))
            if config: signer = signer.set_hashing_config(config)
            signer.sign(pathlib.Path(path), pathlib.Path(to))
        sign("signed", "signed/model.sig", config("signed"))
        pathlib.Path("one").mkdir()
        pathlib.Path("one/weights.bin").write_bytes(A)
        sign("one/weights.bin", "one/weights.sig")
        sign("signed/sub", "shards.sig", hashing.Config().use_shard_serialization(shard_size=4))
        def verify(folder):
            verifying.Config().use_elliptic_key_verifier(public_key=pathlib.Path("pub.pem")).set_hashing_config(
                config(folder)).verify(pathlib.Path(folder), pathlib.Path(folder, "model.sig"))
        return [passes(lambda: verify(f)) for f in ("signed", changed("signed", "a.csv"))]

    def frictionless():
        import frictionless
        fill("package")
        os.rename("package/sub/b ü.csv", "package/sub/b.csv")
        package = frictionless.Package(resources=[
            frictionless.Resource(path=p, basepath="package") for p in ("a.csv", "sub/b.csv")])
        package.infer(stats=True)
        package.to_json("package/datapackage.json")
        shutil.copytree("package", "yaml")
        os.remove("yaml/datapackage.json")
        package.to_yaml("yaml/datapackage.yaml")
        return [frictionless.validate(f + "/datapackage.json").valid
                for f in ("package", changed("package", "a.csv"))]

    def croissant():
        import mlcroissant as m
        fill("croissant")
        objects = [m.FileObject(id=p[0], name=p[0], content_url=p, encoding_formats=["text/csv"],
                                content_size="9 B", sha256=hashlib.sha256(d).hexdigest())
                   for p, d in (("a.csv", A), ("sub/b ü.csv", B))]
        field = m.Field(id="r/id", name="id", data_types=m.DataType.INTEGER,
                        source=m.Source(file_object="a", extract=m.Extract(column="id")))
        text = m.Metadata(name="x", url="https://example.com", distribution=objects,
                          record_sets=[m.RecordSet(id="r", name="r", fields=[field])]).to_json()
        pathlib.Path("croissant/croissant.json").write_text(json.dumps(text, default=str))
        def load(folder):
            return list(m.Dataset(folder + "/croissant.json").records("r"))
        return [passes(lambda: load(f)) for f in ("croissant", changed("croissant", "a.csv"))]

    def delta():
        import arro3.core as ac
        from deltalake import DeltaTable, write_deltalake
        for mode in ("error", "append", "overwrite", "append"):
            table = ac.Table.from_arrays([ac.Array([1, 2], type=ac.DataType.int64()),
                                          ac.Array(["a b", "c"], type=ac.DataType.utf8())], names=["x", "p"])
            write_deltalake("delta", table, mode=mode, partition_by=["p"])
        return sorted(os.path.relpath(u.replace("file://", ""), os.path.abspath("delta"))
                      for u in DeltaTable("delta").file_uris())

    def iceberg():
        from pyiceberg.io.fsspec import FsspecFileIO
        from pyiceberg.manifest import (DataFile, DataFileContent, FileFormat, ManifestEntry,
                                        ManifestEntryStatus, write_manifest, write_manifest_list)
        from pyiceberg.partitioning import UNPARTITIONED_PARTITION_SPEC
        from pyiceberg.schema import Schema
        from pyiceberg.table.metadata import TableMetadataV2
        from pyiceberg.table.snapshots import Operation, Snapshot, Summary
        from pyiceberg.typedef import Record
        from pyiceberg.types import LongType, NestedField
        io, schema = FsspecFileIO({}), Schema(NestedField(1, "x", LongType(), required=False))
        answer = []
        for codec in ("null", "deflate"):
            root = here = os.path.abspath(f"iceberg-{codec}")
            os.makedirs(here + "/metadata"); os.makedirs(here + "/data")
            def entry(name, status):
                pathlib.Path(here, "data", name).write_bytes(A)
                file = DataFile.from_args(
                    content=DataFileContent.DATA, file_path=f"file://{root}/data/{name}",
                    file_format=FileFormat.PARQUET, partition=Record(), record_count=1,
                    file_size_in_bytes=len(A), column_sizes={1: 9}, value_counts={1: 1},
                    null_value_counts={1: 0}, nan_value_counts={}, lower_bounds={1: b"12345678"},
                    upper_bounds={1: b"12345678"}, split_offsets=[4], sort_order_id=0)
                return ManifestEntry.from_args(status=status, snapshot_id=7, sequence_number=1,
                                               file_sequence_number=1, data_file=file)
            with write_manifest(2, UNPARTITIONED_PARTITION_SPEC, schema,
                                io.new_output(here + "/metadata/m0.avro"), 7, codec) as writer:
                for number in range(40): writer.add(entry(f"{number}.parquet", ManifestEntryStatus.ADDED))
                writer.delete(entry("gone.parquet", ManifestEntryStatus.DELETED))
            manifest = writer.to_manifest_file()
            with write_manifest_list(2, io.new_output(here + "/metadata/snap-7.avro"), 7, None, 1, codec) as writer:
                writer.add_manifests([manifest])
            metadata = TableMetadataV2(
                location="file://" + root, last_column_id=1, schemas=[schema], current_schema_id=0,
                partition_specs=[UNPARTITIONED_PARTITION_SPEC], default_spec_id=0, last_sequence_number=1,
                current_snapshot_id=7, snapshots=[Snapshot(
                    snapshot_id=7, sequence_number=1, timestamp_ms=1700000000000, schema_id=0,
                    manifest_list=f"{root}/metadata/snap-7.avro", summary=Summary(Operation.APPEND))])
            pathlib.Path(here, "metadata/00001-x.metadata.json").write_text(metadata.model_dump_json(by_alias=True))
            from pyiceberg.table import StaticTable
            table = StaticTable.from_metadata(here + "/metadata/00001-x.metadata.json",
                                              {"py-io-impl": "pyiceberg.io.fsspec.FsspecFileIO"})
            answer.append(sorted(os.path.relpath(task.file.file_path.replace("file://", ""), here)
                                 for task in table.scan().plan_files()))
        return answer

    def huggingface():
        from http.server import BaseHTTPRequestHandler, HTTPServer
        commit = "0123456789abcdef0123456789abcdef01234567"
        def git(data): return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        files = {"a.csv": (A, git(A)), "sub/b ü.csv": (B, hashlib.sha256(B).hexdigest())}
        class Hub(BaseHTTPRequestHandler):
            def log_message(self, *_): pass
            def do_HEAD(self): self.answer(False)
            def do_GET(self): self.answer(True)
            def answer(self, body):
                from urllib.parse import unquote
                path = unquote(self.path.split("?")[0])
                if "/api/" in path:
                    text, tag = json.dumps({"id": "o/n", "sha": commit, "private": False, "siblings": [
                        {"rfilename": n} for n in files]}).encode(), "x"
                    if "/tree/" in path:
                        text = json.dumps([{"type": "file", "path": n, "size": len(d), "oid": t}
                                           for n, (d, t) in files.items()]).encode()
                else:
                    text, tag = files[path.split("/", 6)[6]]
                self.send_response(200)
                self.send_header("Content-Length", str(len(text)))
                self.send_header("ETag", f'"{tag}"')
                self.send_header("X-Repo-Commit", commit)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                if body: self.wfile.write(text)
        server = HTTPServer(("127.0.0.1", 0), Hub)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        from huggingface_hub import HfApi
        api = HfApi(endpoint=f"http://127.0.0.1:{server.server_port}", token=False)
        api.snapshot_download("o/n", repo_type="dataset", local_dir="local")
        api.snapshot_download("o/n", repo_type="dataset", cache_dir="hub")
        server.shutdown()
        return True

    answers = {}
    for make in (bag, signature, frictionless, croissant, delta, iceberg, huggingface):
        answers[make.__name__] = make()
    shutil.rmtree("copy", ignore_errors=True)
    print(json.dumps(answers))
    """#
}
