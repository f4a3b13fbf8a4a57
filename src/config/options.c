#include "config/options.h"

#include <string.h>

#include "config/json.h"
#include "config/option_type.h"
#include "data/source_type.h"
#include "table/table.h"

#define AT(field) .offset = offsetof(RunSpec, field)
#define LIST(field, count, most) AT(field), .count_offset = offsetof(RunSpec, count), .capacity = (most)
#define FROM_TO(a, b) .low = (a), .high = (b)
#define BELOW(a, b) FROM_TO(a, b), .below_high = true // a <= x < b
#define ABOVE(a, b) FROM_TO(a, b), .above_low = true  // a < x <= b
#define ONE_OF(...)                                                                                                    \
    .choices = (const char *const[]) {                                                                                 \
        __VA_ARGS__, NULL                                                                                              \
    }
#define ONLY(option, bits) .needs = (option), .needs_one_of = (bits)
#define FOR_CHOICE(json, option, bits) .for_choice = (json), .chosen = (option), .chosen_one_of = (bits)
#define OBJECT(name, json) .inner = (name), .implied = (json)
#define LATER .later = true
#define ONLY_CSV ONLY("data.source", 1u << SOURCE_CSV)
#define TASKS                                                                                                          \
    (1u << SOURCE_MOONS | 1u << SOURCE_SPIRALS | 1u << SOURCE_BLOBS | 1u << SOURCE_TEACHER | 1u << SOURCE_LINEAR)
#define ONLY_IDX ONLY("data.source", 1u << SOURCE_IDX)
#define ONLY_HIDDEN ONLY("model.hidden", 1u << true)
#define ADAMS (1u << OPTIMIZER_ADAM | 1u << OPTIMIZER_ADAMW)
#define ONLY_OPTIMIZER(bits) ONLY("train.optimizer", bits)
#define ONLY_MOMENTUM ONLY_OPTIMIZER(1u << OPTIMIZER_SGD | 1u << OPTIMIZER_NESTEROV)
#define ONLY_SCHEDULE(bits) ONLY("train.schedule", bits)
// The options that layer, group and RMS norm have alike; `eps_to`: what eps is added to.
#define SAMPLE_NORM(norm, eps_to, learned)                                                                             \
    {"regularize." #norm ".eps", OPTION_NUMBER,     AT(model.norm.eps),                                                \
     .fallback = "1e-5",         FROM_TO(1e-12, 1), ONLY("regularize." #norm, 1u << true),                             \
     .help = "added to " eps_to},                                                                                      \
        {"regularize." #norm ".placement",           OPTION_CHOICE, AT(model.norm.placement),                          \
         .fallback = "\"before_activation\"",        PLACEMENTS,    ONLY("regularize." #norm, 1u << true),             \
         .help = "where in a hidden layer it stands"},                                                                 \
    {                                                                                                                  \
        "regularize." #norm ".affine", OPTION_BOOL, AT(model.norm.affine),                                             \
            .fallback = "true", ONLY("regularize." #norm, 1u << true), .help = "learn " learned " per unit"            \
    }
#define PLACEMENTS ONE_OF("before_activation", "after_activation")
#define ONLY_BATCH_NORM ONLY("regularize.batch_norm", 1u << true)
#define ONLY_SKIP ONLY("model.skip", 1u << true)
#define ONLY_STOP ONLY("regularize.early_stopping", 1u << true)
#define ONLY_DROPOUT ONLY("regularize.dropout", 1u << true)

enum { WIDTH_MOST = 65536, EPOCHS_MOST = 1000000, BATCH_MOST = 1000000, SAMPLES_MOST = 2147483647 };

// Choices stand in the order of their enums; numbers are stored as float32 in training, so bounds hold after rounding.
static const Option table[] = {
    {"data.source", OPTION_CHOICE, AT(data.source), .fallback = "\"digits\"", .choices = source_names,
     .help = "where the samples come from: the built-in generator of digits, a table, files in MNIST's format, MNIST, "
             "or one of the built-in tasks moons, spirals, blobs, teacher, linear"},
    {"data.file", OPTION_PATH, AT(data.file), .fallback = "\"\"", ONLY_CSV,
     .help = "the table, or the training table when there is a test_file; looked for as given, then beside the config; "
             "- is "
             "the standard input"},
    {"data.test_file", OPTION_PATH, AT(data.test_file), .fallback = "\"\"", ONLY_CSV, .help = "a separate test table"},
    {"data.header", OPTION_CHOICE, AT(data.header), .fallback = "\"auto\"", ONE_OF("auto", "true", "false"), ONLY_CSV,
     .help = "whether the first line of the table names its columns"},
    {"data.separator", OPTION_CHARACTER, AT(data.separator), .fallback = "\"auto\"", ONE_OF("auto"), ONLY_CSV,
     .help =
         "what stands between two cells; a blank: any run of blanks and tabs; auto: as a first line like sep=; says, "
         "else comma, semicolon, tab, | or blanks, as found"},
    {"data.quote", OPTION_CHOICE, AT(data.quote), .fallback = "\"auto\"", ONE_OF("auto", "\"", "'", "none"), ONLY_CSV,
     .help = "what stands around cells that hold separators or line ends; auto: \" or ', as found"},
    {"data.comment", OPTION_CHARACTER, AT(data.comment), .fallback = "\"auto\"", ONE_OF("auto", "none"), ONLY_CSV,
     .help = "what a line begins with that is no row; auto: # or %, where such lines are unlike the others"},
    {"data.decimal", OPTION_CHOICE, AT(data.decimal), .fallback = "\"auto\"", ONE_OF("auto", ".", ","), ONLY_CSV,
     .help = "the mark before the fraction of a number; auto: as numbers prove it (1,5 or 1.234.567: a comma), else a "
             "point "
             "if they have one; what is guessed is told"},
    {"data.label", OPTION_COLUMN, LIST(data.labels, data.label_count, LABELS_MOST), .fallback = "\"-1\"",
     FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help = "the column to predict: its name, or its number: 1 is the first, -1 the last; a list of several is a "
             "regression of them all"},
    {"data.split_column", OPTION_COLUMN, AT(data.split_column), .fallback = "\"\"", FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help =
         "the column, named as the label is, that says which samples are for what: train, validation (or val), test"},
    {"data.task", OPTION_CHOICE, AT(data.task), .fallback = "\"auto\"", ONE_OF("auto", "classification", "regression"),
     ONLY_CSV, LATER,
     .help = "auto: regression when the label column holds fractions or more than 20 different numbers; dates are no "
             "classes unless it is said"},
    {"data.impute", OPTION_CHOICE, AT(data.impute), .fallback = "\"refuse\"",
     ONE_OF("refuse", "mean", "median", "most_frequent", "drop_rows", "indicator"), ONLY_CSV, LATER,
     .help = "what takes the place of missing cells, fitted on the training part; indicator: the median, and a feature "
             "that says where"},
    {"data.label_strip", OPTION_TEXT, AT(data.label_strip), .fallback = "\"\"", ONLY_CSV, LATER,
     .help = "characters that do not count at the end of a label: \".\" makes one class of yes and yes."},
    {"data.columns.ignore", OPTION_COLUMNS, AT(data.ignore), .fallback = "[]", FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help = "columns that are left out"},
    {"data.columns.categorical", OPTION_COLUMNS, AT(data.categorical), .fallback = "[]", FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help = "columns that become a feature for each of their values, though they hold numbers"},
    {"data.columns.numeric", OPTION_COLUMNS, AT(data.numeric), .fallback = "[]", FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help = "columns that must hold numbers, and are kept though they count the rows"},
    {"data.use", OPTION_COLUMNS, AT(data.use), .fallback = "[]", FROM_TO(-1e6, 1e6), ONLY_CSV,
     .help = "the only columns to learn from; [] is all of them"},
    {"data.max_categories", OPTION_INT, AT(data.max_categories), .fallback = "100", FROM_TO(1, CATEGORIES_MOST),
     ONLY_CSV, LATER,
     .help = "a column of words, or a label that is to be classes, with more different ones is refused"},
    {"data.missing", OPTION_TEXTS, AT(data.missing), .fallback = "null", ONLY_CSV,
     .help = "what stands in a cell without a value, besides nothing, numbers in any form; null: ? NA N/A NaN nan null "
             "NULL None -"},
    {"data.max_bytes", OPTION_WHOLE, AT(data.max_bytes), .fallback = "null", FROM_TO(1, JSON_WHOLE), .rowless = true,
     ONLY("data.source", 1u << SOURCE_CSV | 1u << SOURCE_IDX | 1u << SOURCE_MNIST),
     .help = "the most that is read of a file, unpacked; null is a quarter of the machine's memory"},
    {"data.dir", OPTION_PATH, AT(data.dir), .fallback = "\"data/mnist\"", ONLY("data.source", 1u << SOURCE_MNIST),
     .help = "the folder with MNIST's four files, plain or .gz"},
    {"data.train_images", OPTION_PATH, AT(data.train_images), .fallback = "\"\"", ONLY_IDX,
     .help = "training images, plain or .gz"},
    {"data.train_labels", OPTION_PATH, AT(data.train_labels), .fallback = "\"\"", ONLY_IDX, .help = "their labels"},
    {"data.test_images", OPTION_PATH, AT(data.test_images), .fallback = "\"\"", ONLY_IDX,
     .help = "test images; without them the training images are split"},
    {"data.test_labels", OPTION_PATH, AT(data.test_labels), .fallback = "\"\"", ONLY_IDX, .help = "their labels"},
    {"data.train_size", OPTION_SIZE, AT(data.train_size), .fallback = "null", FROM_TO(1, SAMPLES_MOST), LATER,
     .help = "training samples, drawn anew for every seed, those of a validation part among them; null is 1000 for "
             "digits, 100 to 300 for the built-in tasks and all elsewhere"},
    {"data.test_size", OPTION_SIZE, AT(data.test_size), .fallback = "null", FROM_TO(1, SAMPLES_MOST), LATER,
     .help = "test samples; null is 5000 for digits, 2000 for the built-in tasks, all of a test file, "
             "and else what test_fraction says"},
    {"data.test_fraction", OPTION_NUMBER, AT(data.test_fraction), .fallback = "0.2", FROM_TO(0, 1), .above_low = true,
     .below_high = true, ONLY("data.source", 1u << SOURCE_CSV | 1u << SOURCE_IDX), LATER,
     .help = "the part held out for testing where neither a test file nor test_size is given"},
    {"data.folds", OPTION_INT, AT(data.folds), .fallback = "0", FROM_TO(0, SAMPLES_MOST), LATER,
     .help = "k-fold cross-validation: seed s tests on fold s mod k of repeat s div k; a number of seeds counts from 0 "
             "then; 0: none"},
    {"data.validation_fraction", OPTION_NUMBER, AT(data.validation_fraction), .fallback = "0", BELOW(0, 1), LATER,
     .help = "share of the training samples that is measured but never trained on, to choose by (val_loss); 0: none"},
    {"data.validation_size", OPTION_INT, AT(data.validation_size), .fallback = "0", FROM_TO(0, SAMPLES_MOST), LATER,
     .help = "the same as a number of samples"},
    {"data.subset", OPTION_NUMBER, AT(data.subset), .fallback = "1", ABOVE(0, 1), LATER,
     .help = "the share of the training part that is trained on; the other parts stay as they are"},
    {"data.label_noise", OPTION_NUMBER, AT(data.label_noise), .fallback = "0", FROM_TO(0, 1), LATER,
     .help = "the share of the training labels that are redrawn from all classes; train losses count what was redrawn"},
    {"data.noise", OPTION_NUMBER, AT(data.noise), .fallback = "0.3", FROM_TO(0, 1000), ONLY("data.source", TASKS),
     .help = "of the built-in tasks: the standard deviation of what cannot be learned: the blur of points, or what is "
             "added to a score or target"},
    {"data.dimensions", OPTION_WHOLE, AT(data.dimensions), .fallback = "null", FROM_TO(1, 10000),
     ONLY("data.source", TASKS),
     .help =
         "features of the built-in tasks; null is 10 for moons, 2 for spirals and blobs, 20 for teacher and linear"},
    {"data.classes", OPTION_WHOLE, AT(data.classes), .fallback = "null", FROM_TO(2, 1000),
     ONLY("data.source", 1u << SOURCE_SPIRALS | 1u << SOURCE_BLOBS | 1u << SOURCE_TEACHER),
     .help = "of the built-in tasks; null is 2 for spirals, 4 for blobs, 3 for teacher"},
    {"data.teacher_units", OPTION_INT, AT(data.teacher_units), .fallback = "10", FROM_TO(1, 10000),
     ONLY("data.source", 1u << SOURCE_TEACHER),
     .help = "hidden units of the random network that gives the labels; the more, the harder"},
    {"data.stratify", OPTION_BOOL, AT(data.stratify), .fallback = "true", LATER,
     .help = "keep the shares of the classes when samples are drawn"},
    {"data.scaling", OPTION_CHOICE, AT(data.scaling), .fallback = "\"default\"",
     ONE_OF("default", "none", "minmax", "zscore"), LATER,
     .help = "of the inputs, fitted on the training part; default: none for images (0 to 1), zscore for tables"},
    {"data.target_scaling", OPTION_CHOICE, AT(data.target_scaling), .fallback = "\"default\"",
     ONE_OF("default", "none", "minmax", "zscore"), ONLY("data.source", 1u << SOURCE_CSV | 1u << SOURCE_LINEAR), LATER,
     .help = "of a regression target; default: zscore"},
    {"data.seed", OPTION_WHOLE, AT(data.seed), .fallback = "null", FROM_TO(0, JSON_WHOLE), LATER,
     .help = "draws the same samples for every seed; null: each seed draws its own"},

    {"model.hidden", OPTION_INTS, LIST(model.hidden, model.hidden_count, MAX_HIDDEN), .fallback = "[256,256]",
     .for_tables = "[128]", FROM_TO(1, WIDTH_MOST), .help = "units of each hidden layer; [] has none"},
    {"model.activation", OPTION_CHOICE, AT(model.activation), .fallback = "\"relu\"", .choices = activation_names,
     ONLY_HIDDEN,
     .help =
         "of the hidden layers: gelu is the exact one (by erf), elu has alpha 1, leaky_relu the slope 0.01 below 0, "
         "silu is x sigmoid(x); selu wants model.init lecun"},
    {"model.init", OPTION_CHOICE, AT(model.init), .fallback = "\"he\"", .for_tables = "\"glorot\"",
     .choices = init_names,
     .help = "initial weights: he, he_uniform have variance 2 / inputs; glorot (uniform), glorot_normal 2 / (inputs + "
             "outputs); lecun, lecun_uniform 1 / inputs; torch is what PyTorch's nn.Linear does, biases too (else 0); "
             "normal has init_sd"},
    {"model.init_sd", OPTION_NUMBER, AT(model.init_sd), .fallback = "0.01", ABOVE(0, 1000),
     ONLY("model.init", 1u << INIT_NORMAL), .help = "standard deviation of the initial weights"},
    {"model.skip", OPTION_INT, AT(model.skip), .fallback = "0", OBJECT("layers", "2"), FROM_TO(0, MAX_HIDDEN - 1),
     ONLY_HIDDEN,
     .help =
         "the hidden layers behind the first are residual blocks of so many, each of which adds what it is given to "
         "what its layers make of it; 0: none"},

    {"train.epochs", OPTION_INT, AT(train.epochs), .fallback = "60", FROM_TO(0, EPOCHS_MOST),
     .help = "passes over the training set; 0 only evaluates the untrained network", .rowless = true},
    {"train.batch_size", OPTION_INT, AT(train.batch_size), .fallback = "64", FROM_TO(1, BATCH_MOST),
     .help = "samples per step"},
    {"train.optimizer", OPTION_CHOICE, AT(train.optimizer.kind), .fallback = "\"sgd\"", OBJECT("kind", NULL),
     .choices = optimizer_names,
     .help = "how weights move along their gradients: sgd (classical momentum), nesterov, rmsprop, adam, adamw"},
    {"train.optimizer.beta1", OPTION_NUMBER, AT(train.optimizer.beta1), .fallback = "0.9", BELOW(0, 1),
     ONLY_OPTIMIZER(ADAMS), .help = "adam, adamw: weight of the old value in the running mean of the gradients"},
    {"train.optimizer.beta2", OPTION_NUMBER, AT(train.optimizer.beta2), .fallback = "0.999", BELOW(0, 1),
     ONLY_OPTIMIZER(ADAMS), .help = "adam, adamw: weight of the old value in the running mean of their squares"},
    {"train.optimizer.alpha", OPTION_NUMBER, AT(train.optimizer.alpha), .fallback = "0.99", BELOW(0, 1),
     ONLY_OPTIMIZER(1u << OPTIMIZER_RMSPROP),
     .help = "rmsprop: weight of the old value in the running mean of the squares"},
    {"train.optimizer.eps", OPTION_NUMBER, AT(train.optimizer.eps), .fallback = "1e-8", FROM_TO(1e-12, 1),
     ONLY_OPTIMIZER(ADAMS | 1u << OPTIMIZER_RMSPROP), .help = "rmsprop, adam, adamw: added to the root of that mean"},
    {"train.learning_rate", OPTION_NUMBER, AT(train.learning_rate), .fallback = "0.05", .for_tables = "0.02",
     .for_regression = "0.01", FOR_CHOICE("0.001", "train.optimizer", ADAMS | 1u << OPTIMIZER_RMSPROP), ABOVE(0, 1e6),
     .help = "step length of the gradient descent"},
    {"train.norm_rate", OPTION_NUMBER, AT(train.norm_rate), .fallback = "1", FROM_TO(0, 1e6),
     .help = "factor of the learning rate for the scales and shifts of a normalization (gamma and beta)"},
    {"train.momentum", OPTION_NUMBER, AT(train.momentum), .fallback = "0.9", BELOW(0, 1), ONLY_MOMENTUM,
     .help = "sgd, nesterov: share of the last step's velocity that is kept: v = momentum v + g"},
    {"train.momentum_start", OPTION_NUMBER, AT(train.momentum_start), .fallback = "0.5", BELOW(0, 1),
     ONLY("train.momentum_ramp", 1u << true), .help = "momentum of the first epoch, where it rises"},
    {"train.momentum_ramp", OPTION_INT, AT(train.momentum_ramp), .fallback = "0", FROM_TO(0, EPOCHS_MOST),
     ONLY_MOMENTUM,
     .help = "epochs over which momentum rises from momentum_start to momentum; 0: it is the same throughout"},
    {"train.schedule", OPTION_CHOICE, AT(train.schedule.kind), .fallback = "\"constant\"", OBJECT("kind", NULL),
     .choices = schedule_names,
     .help = "how the learning rate changes from epoch to epoch; plateau looks at the validation part's loss"},
    {"train.schedule.drop", OPTION_NUMBER, AT(train.schedule.drop), .fallback = "0.1", ABOVE(0, 1),
     ONLY_SCHEDULE(1u << SCHEDULE_STEP | 1u << SCHEDULE_PLATEAU), .help = "step, plateau: factor of each drop"},
    {"train.schedule.every", OPTION_INT, AT(train.schedule.every), .fallback = "20", FROM_TO(1, EPOCHS_MOST),
     ONLY_SCHEDULE(1u << SCHEDULE_STEP), .help = "step: epochs between two drops"},
    {"train.schedule.decay", OPTION_NUMBER, AT(train.schedule.decay), .fallback = "0.95", ABOVE(0, 1),
     ONLY_SCHEDULE(1u << SCHEDULE_EXPONENTIAL), .help = "exponential: factor of each epoch"},
    {"train.schedule.slowing", OPTION_NUMBER, AT(train.schedule.slowing), .fallback = "0.1", FROM_TO(0, 1e6),
     ONLY_SCHEDULE(1u << SCHEDULE_INVERSE_TIME), .help = "inverse_time: the rate is divided by 1 + slowing x epoch"},
    {"train.schedule.last", OPTION_NUMBER, AT(train.schedule.last), .fallback = "0", FROM_TO(0, 1),
     ONLY_SCHEDULE(1u << SCHEDULE_LINEAR | 1u << SCHEDULE_COSINE),
     .help = "linear, cosine: the share of the learning rate that they fall to"},
    {"train.schedule.restart", OPTION_INT, AT(train.schedule.restart), .fallback = "0", FROM_TO(0, EPOCHS_MOST),
     ONLY_SCHEDULE(1u << SCHEDULE_COSINE), .help = "cosine: epochs to the first warm restart; 0: there is none"},
    {"train.schedule.stretch", OPTION_INT, AT(train.schedule.stretch), .fallback = "1", FROM_TO(1, 1000),
     ONLY_SCHEDULE(1u << SCHEDULE_COSINE), .help = "cosine: how many times as long each next cycle is"},
    {"train.schedule.patience", OPTION_INT, AT(train.schedule.patience), .fallback = "10", FROM_TO(0, EPOCHS_MOST),
     ONLY_SCHEDULE(1u << SCHEDULE_PLATEAU), .help = "plateau: evaluations without improvement that are borne"},
    {"train.schedule.least", OPTION_NUMBER, AT(train.schedule.least), .fallback = "1e-4", BELOW(0, 1),
     ONLY_SCHEDULE(1u << SCHEDULE_PLATEAU), .help = "plateau: share of the lowest loss that is an improvement"},
    {"train.warmup", OPTION_NUMBER, AT(train.warmup), .fallback = "0", FROM_TO(0, EPOCHS_MOST),
     .help = "epochs (or a part of one) over whose steps the learning rate rises from 0, before and beside a schedule"},
    {"train.eval_every", OPTION_INT, AT(train.eval_every), .fallback = "1", FROM_TO(1, EPOCHS_MOST),
     .help = "evaluate and log every so many epochs, and the last"},
    {"train.last_batch", OPTION_CHOICE, AT(train.last_batch), .fallback = "\"keep\"", ONE_OF("keep", "drop"),
     .help = "what becomes of a short last batch; kept, a single sample left over joins the batch before it"},
    {"train.loss", OPTION_CHOICE, AT(train.loss), .fallback = "\"auto\"", .choices = loss_names,
     .help = "what is trained on and measured; auto: cross_entropy of classes, squared_error of numbers"},
    {"train.class_weights", OPTION_CHOICE_OR_NUMBERS, AT(train.class_weights), .fallback = "\"none\"",
     ONE_OF("none", "balanced"), FROM_TO(0, 1e6),
     .help = "what a sample counts in what is trained on, by its class; balanced: so that classes count alike, however "
             "many training samples they have; a list has a weight for each class, in the order of their names"},
    {"train.save", OPTION_CHOICE, AT(train.save), .fallback = "\"none\"", ONE_OF("none", "last", "best", "both"),
     .rowless = true,
     .help = "write each run's network to model.safetensors in its folder: as it is at the end, or as it was when the "
             "validation part's loss was lowest; both: the latter into best.safetensors"},

    {"regularize.batch_norm", OPTION_BOOL, AT(model.batch_norm.on), .fallback = "false", OBJECT("on", "true"),
     ONLY_HIDDEN, .help = "normalize every hidden layer over the batch; an object with its options switches it on"},
    {"regularize.batch_norm.stat_decay", OPTION_NUMBER_OR, AT(model.batch_norm.stat_decay), .fallback = "0.9",
     BELOW(0, 1), ONE_OF("cumulative"), ONLY("regularize.batch_norm.evaluate_with", 1u << EVALUATE_RUNNING),
     .help = "weight of the old value in the running statistics; PyTorch's momentum is 1 minus it; cumulative: the "
             "mean over all batches"},
    {"regularize.batch_norm.eps", OPTION_NUMBER, AT(model.batch_norm.eps), .fallback = "1e-5", FROM_TO(1e-12, 1),
     ONLY_BATCH_NORM, .help = "added to the variance"},
    {"regularize.batch_norm.placement", OPTION_CHOICE, AT(model.batch_norm.placement),
     .fallback = "\"before_activation\"", PLACEMENTS, ONLY_BATCH_NORM, .help = "where in a hidden layer it stands"},
    {"regularize.batch_norm.affine", OPTION_BOOL, AT(model.batch_norm.affine), .fallback = "true", ONLY_BATCH_NORM,
     .help = "learn a scale (gamma) and shift (beta) per unit"},
    {"regularize.batch_norm.virtual_batch", OPTION_INT, AT(model.batch_norm.virtual_batch), .fallback = "0",
     FROM_TO(0, BATCH_MOST), ONLY_BATCH_NORM,
     .help = "normalize over parts of the batch of so many samples (ghost batch norm); 0: over the batch"},
    {"regularize.batch_norm.evaluate_with", OPTION_CHOICE, AT(model.batch_norm.evaluate_with),
     .fallback = "\"running\"", ONE_OF("running", "population"), ONLY_BATCH_NORM,
     .help = "the statistics of evaluation: kept running in training, or recomputed over the training part before it"},
    {"regularize.layer_norm", OPTION_BOOL, AT(model.layer_norm.on), .fallback = "false", OBJECT("on", "true"),
     ONLY_HIDDEN, .help = "normalize each sample over the units of every hidden layer"},
    SAMPLE_NORM(layer_norm, "the variance", "a scale (gamma) and shift (beta)"),
    {"regularize.group_norm", OPTION_INT, AT(model.group_norm.groups), .fallback = "0", OBJECT("groups", "8"),
     FROM_TO(0, WIDTH_MOST / 2.0), ONLY_HIDDEN,
     .help = "normalize each sample over so many groups of the units of every hidden layer; 0: none"},
    SAMPLE_NORM(group_norm, "the variance", "a scale (gamma) and shift (beta)"),
    {"regularize.rms_norm", OPTION_BOOL, AT(model.rms_norm.on), .fallback = "false", OBJECT("on", "true"), ONLY_HIDDEN,
     .help = "divide each sample by its root mean square over the units of every hidden layer"},
    SAMPLE_NORM(rms_norm, "the mean square", "a scale (gamma)"),
    {"regularize.weight_norm", OPTION_BOOL, AT(model.weight_norm), .fallback = "false",
     .help = "learn direction and length of each unit's weights apart: w = g v / |v|"},
    {"regularize.dropout", OPTION_NUMBERS, LIST(model.dropout, model.dropout_count, MAX_HIDDEN), .fallback = "0",
     OBJECT("rate", "0.5"), BELOW(0, 1), ONLY_HIDDEN,
     .help = "share of the hidden units dropped at each training step; one rate, or one for each layer"},
    {"regularize.dropout.placement", OPTION_CHOICE, AT(model.dropout_placement), .fallback = "\"after_activation\"",
     ONE_OF("after_activation", "before_activation", "before_norm"), ONLY_DROPOUT,
     .help = "where in a hidden layer it stands; before_norm: before the normalization that stands before the "
             "activation, and without one before_activation"},
    {"regularize.input_dropout", OPTION_NUMBER, AT(model.input_dropout), .fallback = "0", OBJECT("rate", "0.2"),
     BELOW(0, 1), .help = "share of the inputs dropped at each training step"},
    {"regularize.gaussian_dropout", OPTION_NUMBERS,
     LIST(model.gaussian_dropout, model.gaussian_dropout_count, MAX_HIDDEN), .fallback = "0", OBJECT("rate", "0.5"),
     BELOW(0, 1), ONLY_HIDDEN,
     .help = "multiplies the hidden units at each training step by normal numbers of mean 1 and dropout's variance, "
             "rate / (1 - rate); one rate, or one for each layer"},
    {"regularize.alpha_dropout", OPTION_NUMBERS, LIST(model.alpha_dropout, model.alpha_dropout_count, MAX_HIDDEN),
     .fallback = "0", OBJECT("rate", "0.1"), BELOW(0, 1), ONLY_HIDDEN,
     .help =
         "dropout for selu: sets a share of the hidden units to selu's lowest value at each training step, and keeps "
         "mean 0 and variance 1; one rate, or one for each layer"},
    {"regularize.drop_connect", OPTION_NUMBERS, LIST(model.drop_connect, model.drop_connect_count, MAX_HIDDEN),
     .fallback = "0", OBJECT("rate", "0.5"), BELOW(0, 1), ONLY_HIDDEN,
     .help = "share of the weights of hidden layers dropped at each training step; one rate, or one for each layer"},
    {"regularize.input_noise", OPTION_NUMBER, AT(model.input_noise), .fallback = "0", OBJECT("sd", "0.1"),
     FROM_TO(0, 1000), .help = "standard deviation of normal noise added to the scaled inputs at each training step"},
    {"regularize.hidden_noise", OPTION_NUMBERS, LIST(model.hidden_noise, model.hidden_noise_count, MAX_HIDDEN),
     .fallback = "0", OBJECT("sd", "0.1"), FROM_TO(0, 1000), ONLY_HIDDEN,
     .help = "the same, added to the hidden units behind their activation; one number, or one for each layer"},
    {"regularize.stochastic_depth", OPTION_NUMBER, AT(model.stochastic_depth), .fallback = "0", OBJECT("rate", "0.5"),
     BELOW(0, 1), ONLY_SKIP,
     .help = "how often the layers of the last residual block are left out at a training step, those of earlier blocks "
             "less often"},
    {"regularize.shake_drop", OPTION_NUMBER, AT(model.shake_drop), .fallback = "0", OBJECT("rate", "0.5"), BELOW(0, 1),
     ONLY_SKIP,
     .help = "how often the layers of the last residual block go with a random share forward and another one backward "
             "(ShakeDrop), those of earlier blocks less often"},
    {"regularize.shake_shake", OPTION_BOOL, AT(model.shake_shake), .fallback = "false", OBJECT("on", "true"), ONLY_SKIP,
     .help = "residual blocks have two branches, mixed by random shares forward and others backward"},
    {"regularize.weight_decay", OPTION_NUMBER, AT(train.weight_decay), .fallback = "0", OBJECT("rate", "1e-4"),
     FROM_TO(0, 1e6),
     .help = "pulls weights to 0: g + weight_decay w; with adamw decoupled from the "
             "gradient: w - learning_rate weight_decay w"},
    {"regularize.decoupled_decay", OPTION_NUMBER, AT(train.decoupled_decay), .fallback = "0", OBJECT("rate", "0.01"),
     FROM_TO(0, 1e6), .help = "pulls weights to 0 whatever the gradient: w - learning_rate decoupled_decay w"},
    {"regularize.l1", OPTION_NUMBER, AT(train.l1), .fallback = "0", OBJECT("rate", "1e-4"), FROM_TO(0, 1e6),
     .help = "adds l1 |w| to the loss for each weight"},
    {"regularize.l2", OPTION_NUMBER, AT(train.l2), .fallback = "0", OBJECT("rate", "1e-4"), FROM_TO(0, 1e6),
     .help = "adds l2 w^2 to the loss for each weight, as a weight_decay of twice as much does"},
    {"regularize.decay_what", OPTION_CHOICE, AT(train.decay_what), .fallback = "\"weights\"", ONE_OF("weights", "all"),
     .help = "what these four pull to 0: weights, or biases, gamma and beta as well"},
    {"regularize.max_norm", OPTION_NUMBER, AT(train.max_norm), .fallback = "0", OBJECT("length", "3"), FROM_TO(0, 1e6),
     .help = "bounds the length of each unit's incoming weights after every step; 0: no bound"},
    {"regularize.clip_norm", OPTION_NUMBER, AT(train.clip_norm), .fallback = "0", OBJECT("norm", "1"), FROM_TO(0, 1e6),
     .help = "bounds the norm of the gradient of all parameters together; 0: no bound"},
    {"regularize.clip_value", OPTION_NUMBER, AT(train.clip_value), .fallback = "0", OBJECT("value", "0.5"),
     FROM_TO(0, 1e6), .help = "bounds each number of the gradient; 0: no bound"},
    {"regularize.lookahead", OPTION_NUMBER, AT(train.lookahead), .fallback = "0", OBJECT("share", "0.5"), FROM_TO(0, 1),
     .help = "slow weights that go this share of the way which the optimizer went, and from which it starts again"},
    {"regularize.lookahead.steps", OPTION_INT, AT(train.lookahead_steps), .fallback = "5", FROM_TO(1, 1000000),
     ONLY("regularize.lookahead", 1u << true), .help = "after so many steps"},
    {"regularize.ema", OPTION_NUMBER, AT(train.ema), .fallback = "0", OBJECT("decay", "0.999"), BELOW(0, 1),
     .help = "weight of the old value in a running mean of the weights over the steps, which is measured beside the "
             "network itself (columns ema_...); 0: none"},
    {"regularize.ema.warmup", OPTION_BOOL, AT(train.ema_warmup), .fallback = "true", ONLY("regularize.ema", 1u << true),
     .help = "less weight at first: at most (1 + n) / (10 + n) after n steps"},
    {"regularize.swa", OPTION_NUMBER, AT(train.swa), .fallback = "0", OBJECT("start", "0.75"), FROM_TO(0, 1),
     .help =
         "mean of the weights at the ends of epochs, from this share of the epochs on, which is measured beside the "
         "network itself (columns swa_...); 0: none"},
    {"regularize.swa.every", OPTION_INT, AT(train.swa_every), .fallback = "1", FROM_TO(1, EPOCHS_MOST),
     ONLY("regularize.swa", 1u << true), .help = "epochs between two that are averaged"},
    {"regularize.snapshots", OPTION_INT, AT(train.snapshots), .fallback = "0", OBJECT("count", "5"), FROM_TO(0, 100),
     .help = "mean prediction of the networks at the ends of the last so many cycles of train.schedule cosine with "
             "restarts, which is measured beside the network itself (columns snapshots_...); 0: none"},
    {"regularize.mc_dropout", OPTION_INT, AT(train.mc_dropout), .fallback = "0", OBJECT("masks", "20"),
     FROM_TO(0, 10000),
     .help = "mean prediction under so many masks of dropout, which is measured beside the network itself (columns "
             "mc_dropout_...); 0: none"},
    {"regularize.label_smoothing", OPTION_NUMBER, AT(train.label_smoothing), .fallback = "0", OBJECT("share", "0.1"),
     BELOW(0, 1), .help = "the share of each training label that is spread over all classes"},
    {"regularize.mixup", OPTION_NUMBER, AT(train.mixup), .fallback = "0", OBJECT("alpha", "0.2"), FROM_TO(0, 1000),
     .help = "mixes each sample of a batch, and its label or target, with another; by a share from Beta(alpha, alpha)"},
    {"regularize.cutmix", OPTION_NUMBER, AT(train.cutmix), .fallback = "0", OBJECT("alpha", "1"), FROM_TO(0, 1000),
     .help = "puts a box of another image (columns of another row) into each sample; its share is from Beta(alpha, "
             "alpha)"},
    {"regularize.cutout", OPTION_NUMBER, AT(train.cutout), .fallback = "0", OBJECT("share", "0.25"), BELOW(0, 1),
     .help = "the share of each image (a box) or row (columns) that is 0 at a training step, after scaling"},
    {"regularize.adversarial", OPTION_NUMBER, AT(train.adversarial), .fallback = "0", OBJECT("eps", "0.1"),
     FROM_TO(0, 1e6),
     .help = "moves each scaled input of a training sample by so much, the way that makes the loss grow"},
    {"regularize.early_stopping", OPTION_INT, AT(train.stop.patience), .fallback = "0", OBJECT("patience", "10"),
     FROM_TO(0, EPOCHS_MOST),
     .help = "ends a run after so many evaluations in a row (train.eval_every) that did not improve the validation "
             "part's loss; 0: after train.epochs"},
    {"regularize.early_stopping.min_improvement", OPTION_NUMBER, AT(train.stop.min_improvement), .fallback = "0",
     FROM_TO(0, 1e6), ONLY_STOP, .help = "by more than this a loss must be lower to be an improvement"},
    {"regularize.early_stopping.keep", OPTION_CHOICE, AT(train.stop.keep), .fallback = "\"best\"",
     ONE_OF("best", "last"), ONLY_STOP,
     .help = "the weights that a run ends with: those of the lowest loss, or the last"},
    {"regularize.early_stopping.select_on", OPTION_CHOICE, AT(train.stop.select_on), .fallback = "\"validation\"",
     ONE_OF("validation", "test"), ONLY_STOP,
     .help = "whose loss it goes by; test makes test losses optimistic, and every table says so"},

    {"checkpoint.seconds", OPTION_NUMBER, AT(train.checkpoint_seconds), .fallback = "30", FROM_TO(0, 1e9),
     .aside = true,
     .help = "a run that takes longer leaves a checkpoint so often, from which it goes on when it was stopped; one for "
             "all settings; 0: none"},
};

const Option *const options = table;
const size_t option_count = sizeof table / sizeof *table;

const char *const top_level_keys[] = {"name",        "about",   "claim",    "seeds",   "metrics", "probe",
                                      "probe_every", "primary", "settings", "sweep",   "columns", "expect",
                                      "tune",        "choose",  "extends",  "$schema", NULL};

Status options_default(RunSpec *spec, Arena *arena, Error *e) {
    *spec = (RunSpec){.train.probe_every = 1};
    for (size_t i = 0; i < option_count; i++) {
        ValueError why;
        cJSON *value = cJSON_Parse(options[i].fallback);
        bool set = value && option_set(&options[i], spec, value, arena, &why);
        cJSON_Delete(value);
        if (!set) return error_memory(e);
    }
    return OK;
}

void option_help(const Option *o, Text *out) {
    text_add(out, o->help);
    if (o->implied && o->type != OPTION_BOOL) text_printf(out, "; true is %s", o->implied);
    if (o->inner && o->type != OPTION_BOOL) text_printf(out, "; in an object it is called %s", o->inner);
    if (o->for_tables) text_printf(out, "; for tables the default is %s", o->for_tables);
    if (o->for_regression) text_printf(out, ", in regression %s", o->for_regression);
    if (!o->for_choice) return;
    text_add(out, ", with ");
    option_states(option_find(o->chosen), o->chosen_one_of, out);
    text_printf(out, " %s", o->for_choice);
}

void option_states(const Option *o, unsigned one_of, Text *out) {
    for (unsigned state = 0, n = 0; one_of >> state; state++)
        if (one_of >> state & 1) text_printf(out, "%s%s", n++ ? " or " : "", option_type(o)->state_name(o, state));
}

// Whether the option `key` has one of these values.
static bool is_one_of(const char *key, unsigned one_of, const RunSpec *spec) {
    const Option *o = option_find(key);
    return one_of >> option_type(o)->state(o, spec) & 1;
}

// The option that this one, of the table, needs. It is looked for once: thousands of settings ask for each.
static const Option *needed(const Option *o) {
    static const Option *found[sizeof table / sizeof *table];
    const Option **place = &found[o - table];
    if (!*place) *place = option_find(o->needs);
    return *place;
}

const Option *option_lacks(const Option *o, const RunSpec *spec) {
    while (o->needs_one_of) {
        const Option *other = needed(o);
        if (!(o->needs_one_of >> option_type(other)->state(other, spec) & 1)) return o;
        o = other;
    }
    return NULL;
}

bool option_used(const Option *o, const RunSpec *spec) {
    return !option_lacks(o, spec);
}

bool option_chosen(const Option *o, const RunSpec *spec) {
    return o->for_choice && is_one_of(o->chosen, o->chosen_one_of, spec);
}

bool option_on(const char *key, const RunSpec *spec) {
    const Option *o = option_find(key);
    return option_type(o)->state(o, spec) != 0;
}
