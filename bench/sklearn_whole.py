#!/usr/bin/python3
"""A whole experiment in scikit-learn, as a good user would run it on CPU cores: the samples read once and shared by one
process for each job, one thread each. Losses of the training and the test set after each epoch; before the first there
is no network that could be asked.

    bench/sklearn_whole.py FOLDER SAMPLES TEST_SAMPLES BATCH EPOCHS SEEDS JOBS
"""
import multiprocessing
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sklearn_train as peer  # noqa: E402
import images  # noqa: E402  (after sklearn_train, which says how many threads)

HIDDEN, CLASSES = [512, 512], range(10)


def run(seed):
    net = peer.classifier(HIDDEN, batch, seed)
    rows = []
    for epoch in range(1, epochs + 1):
        peer.epoch(net, *train, CLASSES)
        losses = [peer.evaluate(net, *part, CLASSES) for part in (train, test)]
        rows.append(f"plain,{seed},{epoch},{losses[0]:.9g},{losses[1]:.9g}")
    return rows


if __name__ == "__main__":
    folder = sys.argv[1]
    samples, test_samples, batch, epochs, seeds, jobs = map(int, sys.argv[2:])
    train, test = (images.part(folder, name, size) for name, size in (("train", samples), ("t10k", test_samples)))
    print("setting,seed,epoch,train_loss,test_loss")
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for rows in pool.imap(run, range(1, seeds + 1)):
            print("\n".join(rows), flush=True)
