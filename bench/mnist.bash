# shellcheck shell=bash
# To source in the repository's root.

# mnist_folder: prints where MNIST's files are, plain or packed; fails where they are not.
mnist_folder() {
    local there
    for there in data/mnist "${REGRUN_DATA:-../shared/data}/mnist"; do
        if [ -e "$there/train-images-idx3-ubyte" ] || [ -e "$there/train-images-idx3-ubyte.gz" ]; then
            realpath "$there"
            return
        fi
    done
    return 1
}
