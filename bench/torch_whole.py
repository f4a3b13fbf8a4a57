#!/usr/bin/python3
"""A whole experiment in PyTorch, as a good user would run it on CPU cores: the samples as tensors in memory, read once
and shared by one process for each job, one thread each, which take run after run. Losses of the training and the test
set in evaluation mode before the first epoch and after each.

    bench/torch_whole.py FOLDER SAMPLES TEST_SAMPLES BATCH EPOCHS SEEDS JOBS SETTING...
"""
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import images  # noqa: E402
import torch_train as peer  # noqa: E402
import torch  # noqa: E402  (after torch_train, which says how many threads)

WIDTHS = [784, 512, 512, 10]
EVALUATED = 512  # samples at a time


def run(job):
    setting, seed = job
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    words = setting.split("+")
    net = peer.network(WIDTHS, words)
    optimizer = peer.optimizer_of(net, words)
    rows = []
    for epoch in range(epochs + 1):
        if epoch > 0:
            peer.epoch(net, optimizer, words, *train, batch)
        losses = [peer.evaluate(net, *part, EVALUATED) for part in (train, test)]
        rows.append(f"{setting},{seed},{epoch},{losses[0]:.9g},{losses[1]:.9g}")
    return rows


if __name__ == "__main__":
    folder = sys.argv[1]
    samples, test_samples, batch, epochs, seeds, jobs = map(int, sys.argv[2:8])
    torch.set_num_threads(1)
    train, test = ([torch.from_numpy(array) for array in images.part(folder, name, size)]
                   for name, size in (("train", samples), ("t10k", test_samples)))
    runs = [(setting, seed) for setting in sys.argv[8:] for seed in range(1, seeds + 1)]
    print("setting,seed,epoch,train_loss,test_loss")
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for rows in pool.imap(run, runs):
            print("\n".join(rows), flush=True)
