# Finds the five font files on this system and copies them to ${CMAKE_BINARY_DIR}/fonts, where the
# programs look for them. None is kept in the repository: see assets/README.md.
#
# A file elsewhere can be named with -DTC_FONT_SANS=/path/to/file, and so on.

set(tc_font_folders
  /usr/share/fonts /usr/local/share/fonts        # Debian, Ubuntu, Fedora, Arch
  $ENV{HOME}/.local/share/fonts $ENV{HOME}/.fonts
  /opt/homebrew/share/fonts /Library/Fonts $ENV{HOME}/Library/Fonts)
set(tc_font_subfolders
  opentype/inter truetype/inter truetype/jetbrains-mono truetype/dejavu         # Debian, Ubuntu
  rsms-inter-fonts rsms-inter jetbrains-mono-fonts dejavu-sans-fonts dejavu     # Fedora
  inter TTF OTF)                                                                # Arch

# name: of the copy; variable: where the path is cached; the rest: names the file may have.
function(tc_find_font name variable)
  find_file(${variable} NAMES ${ARGN} PATHS ${tc_font_folders}
            PATH_SUFFIXES ${tc_font_subfolders} NO_DEFAULT_PATH DOC "font file for ${name}")
  if(NOT ${variable})
    list(GET ARGN 0 first)
    message(FATAL_ERROR "Font file ${first} not found. Install it, for example with\n"
      "  apt install fonts-inter fonts-jetbrains-mono fonts-dejavu-core\n"
      "or name the file: -D${variable}=/path/to/${first}\n"
      "(-DTC_WINDOW=OFF builds without the window and needs no fonts.)")
  endif()
  set(copy ${CMAKE_BINARY_DIR}/fonts/${name}.font)
  add_custom_command(OUTPUT ${copy}
    COMMAND ${CMAKE_COMMAND} -E copy ${${variable}} ${copy}
    DEPENDS ${${variable}} VERBATIM)
  set(tc_font_copies ${tc_font_copies} ${copy} PARENT_SCOPE)
endfunction()

set(tc_font_copies)
tc_find_font(sans TC_FONT_SANS Inter-Regular.otf Inter-Regular.ttf DejaVuSans.ttf)
tc_find_font(sans-bold TC_FONT_SANS_BOLD Inter-SemiBold.otf Inter-SemiBold.ttf DejaVuSans-Bold.ttf)
tc_find_font(mono TC_FONT_MONO JetBrainsMono-Regular.ttf JetBrainsMono-Regular.otf
             DejaVuSansMono.ttf)
tc_find_font(mono-bold TC_FONT_MONO_BOLD JetBrainsMono-Bold.ttf JetBrainsMono-Bold.otf
             DejaVuSansMono-Bold.ttf)
tc_find_font(fallback TC_FONT_FALLBACK DejaVuSans.ttf)

add_custom_target(fonts ALL DEPENDS ${tc_font_copies})
