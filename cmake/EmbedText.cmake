# cmake -DFROM=functions.lua -DTO=functions.c -DNAME=cahier_functions -P EmbedText.cmake: a text file as a C string. As characters, so that
# no byte above 127 overflows a char.
file(READ "${FROM}" bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n    " lines "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," array "${lines}")
get_filename_component(source "${FROM}" NAME)
file(WRITE "${TO}" "/* From ${source}. */\nextern const char ${NAME}[];\nconst char ${NAME}[] = {\n    ${array}0};\n")
